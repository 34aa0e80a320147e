namespace Crm.Application.Common.Metrics;

/// <summary>The current use case. Its statements are named after it and checked against it.</summary>
public sealed class CurrentUseCase(Measurements measurements)
{
    /// <summary>The name for statements outside a use case, such as at the first start.</summary>
    private const string None = "(no use case)";

    private int sent;

    /// <summary>The statements of the use case.</summary>
    public StatementSeries Statements { get; private set; } = measurements.Statements(None);

    /// <summary>Whether the use case needs a permission. Its queries must then contain the scope.</summary>
    public bool NeedsScope { get; private set; }

    /// <summary>Whether it is a report. Its statements may take longer than those of other queries.</summary>
    public bool IsReport { get; private set; }

    /// <summary>Counts a statement and returns its number, starting with 1.</summary>
    public int Next() => ++sent;

    /// <summary>Starts a use case, possibly within another.</summary>
    /// <param name="name">The name of the use case.</param>
    /// <param name="needsScope">Whether it needs a permission.</param>
    /// <param name="isReport">Whether it is a report.</param>
    /// <returns>The state that <see cref="End"/> restores.</returns>
    internal (StatementSeries Statements, int Sent, bool NeedsScope, bool IsReport) Begin(string name, bool needsScope, bool isReport)
    {
        var outer = (Statements, sent, NeedsScope, IsReport);
        (Statements, sent, NeedsScope, IsReport) = (measurements.Statements(name), 0, needsScope, isReport);
        return outer;
    }

    internal void End((StatementSeries Statements, int Sent, bool NeedsScope, bool IsReport) outer) =>
        (Statements, sent, NeedsScope, IsReport) = outer;
}
