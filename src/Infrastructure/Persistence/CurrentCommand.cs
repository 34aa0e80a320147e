namespace Crm.Infrastructure.Persistence;

/// <summary>The command of the current transaction, for the interceptors.</summary>
internal sealed class CurrentCommand
{
    public CommandInfo? Info { get; set; }

    /// <summary>Whether the transaction changes permissions.</summary>
    public bool ChangesRights { get; set; }
}
