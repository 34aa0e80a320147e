namespace Crm.Application.Common.Ports;

/// <summary>
/// Knows a time that no later commit can undercut: a change that a reader cannot see yet gets a later time than it. Clients poll from
/// there.
/// </summary>
public interface ICommitHorizon
{
    /// <summary>Must complete before the rows are read.</summary>
    ValueTask<IReadHorizon> StartAsync(CancellationToken ct);
}

/// <summary>The horizon of one read.</summary>
public interface IReadHorizon
{
    /// <summary>A statement to be sent before the one that reads the rows, on the same connection. Null if none is needed.</summary>
    SqlFragment? Probe { get; }

    /// <summary>The time for the rows that were read. Null if it is unknown.</summary>
    /// <param name="replayed">The result of <see cref="Probe"/>.</param>
    DateTimeOffset? Of(long? replayed);
}
