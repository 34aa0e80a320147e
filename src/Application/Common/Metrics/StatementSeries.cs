namespace Crm.Application.Common.Metrics;

/// <summary>
/// The statements of a use case in the order in which it sends them. They are named by number; the first has the name of the use case.
/// </summary>
public sealed class StatementSeries(string useCase)
{
    /// <summary>Statements of a use case after this number are not distinguished.</summary>
    private const int Most = 20;

    private readonly Series?[] series = new Series?[Most];

    internal IEnumerable<(string Name, Series Series)> All =>
        series.Select((s, i) => (Name: NameOf(i + 1), Series: s)).Where(s => s.Series is not null).Select(s => (s.Name, s.Series!));

    /// <param name="number">Starts with 1.</param>
    public Series Of(int number)
    {
        ref var slot = ref series[Math.Min(number, Most) - 1];
        return slot ?? Interlocked.CompareExchange(ref slot, new Series(), null) ?? slot;
    }

    public string NameOf(int number) => number switch
    {
        1 => useCase,
        < Most => $"{useCase} {number}",
        _ => $"{useCase} {Most}+",
    };
}
