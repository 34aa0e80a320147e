namespace Crm.Infrastructure.Persistence;

/// <summary>The command of the transaction that is running, for the interceptors.</summary>
internal sealed class CurrentCommand
{
    public CommandInfo? Info { get; set; }

    /// <summary>Whether the transaction changes who may do what.</summary>
    public bool ChangesRights { get; set; }
}
