namespace Crm.Application.Common.Ports;

/// <summary>Information about the current command for the audit.</summary>
/// <param name="Name">The command's name.</param>
/// <param name="EffectiveAt">When the change happened, if an import backdated it.</param>
/// <param name="DryRun">Whether everything is rolled back after the response is rendered.</param>
public sealed record CommandInfo(string Name, DateTimeOffset? EffectiveAt = null, bool DryRun = false);
