namespace Crm.Application.Common.Metrics;

/// <summary>The use case that is running: its statements are named by it, and checked against it.</summary>
public sealed class CurrentUseCase(Measurements measurements)
{
    /// <summary>For what is sent outside a use case, as at the first start.</summary>
    private const string None = "(no use case)";

    private int sent;

    /// <summary>The series of the use case.</summary>
    public StatementSeries Statements { get; private set; } = measurements.Statements(None);

    /// <summary>Whether it needs a permission, whose scope its queries must contain.</summary>
    public bool NeedsScope { get; private set; }

    /// <summary>Counts a statement and gives its number, from 1.</summary>
    public int Next() => ++sent;

    /// <summary>Begins a use case, which may run within another.</summary>
    /// <param name="name">Of the use case.</param>
    /// <param name="needsScope">Whether it needs a permission.</param>
    /// <returns>What <see cref="End"/> goes back to.</returns>
    internal (StatementSeries Statements, int Sent, bool NeedsScope) Begin(string name, bool needsScope)
    {
        var outer = (Statements, sent, NeedsScope);
        (Statements, sent, NeedsScope) = (measurements.Statements(name), 0, needsScope);
        return outer;
    }

    internal void End((StatementSeries Statements, int Sent, bool NeedsScope) outer) => (Statements, sent, NeedsScope) = outer;
}
