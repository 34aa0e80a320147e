namespace Crm.Application.Common.Ports;

/// <summary>What the audit says about the command that is running.</summary>
/// <param name="Name">The command's name.</param>
/// <param name="EffectiveAt">When the change happened, where an importing caller dated it back.</param>
/// <param name="DryRun">Whether everything is rolled back once it is answered.</param>
public sealed record CommandInfo(string Name, DateTimeOffset? EffectiveAt = null, bool DryRun = false);
