namespace Crm.Application.Common.Ports;

/// <summary>How a pool is used at the moment.</summary>
/// <param name="Name">write or read.</param>
/// <param name="Busy">Connections that somebody works on.</param>
/// <param name="Idle">Open ones that wait for work.</param>
/// <param name="Max">Most that it opens, over all its hosts.</param>
public sealed record PoolUse(string Name, int Busy, int Idle, int Max);
