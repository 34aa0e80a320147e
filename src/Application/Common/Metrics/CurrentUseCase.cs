namespace Crm.Application.Common.Metrics;

/// <summary>The use case that is running, by which its statements are named.</summary>
public sealed class CurrentUseCase(Measurements measurements)
{
    /// <summary>For what is sent outside a use case, as at the first start.</summary>
    private const string None = "(no use case)";

    private int sent;

    /// <summary>The series of the use case.</summary>
    public StatementSeries Statements { get; private set; } = measurements.Statements(None);

    /// <summary>Counts a statement and gives its number, from 1.</summary>
    public int Next() => ++sent;

    /// <summary>Begins a use case, which may run within another.</summary>
    /// <returns>What <see cref="End"/> goes back to.</returns>
    internal (StatementSeries Statements, int Sent) Begin(string name)
    {
        var outer = (Statements, sent);
        (Statements, sent) = (measurements.Statements(name), 0);
        return outer;
    }

    internal void End((StatementSeries Statements, int Sent) outer) => (Statements, sent) = outer;
}
