namespace Crm.Application.Common.Ports;

/// <summary>The current use of a connection pool.</summary>
/// <param name="Name">write or read.</param>
/// <param name="Busy">Connections that execute a statement or transaction.</param>
/// <param name="Idle">Open connections that are not in use.</param>
/// <param name="Max">The maximum number of connections, over all hosts.</param>
public sealed record PoolUse(string Name, int Busy, int Idle, int Max);
