namespace Crm.Application.Common.Metrics;

/// <summary>
/// The statements of a use case in the order in which it sends them: they are named by that, the first by the use case alone.
/// </summary>
public sealed class StatementSeries(string useCase)
{
    /// <summary>What a use case sends beyond this many is not told apart.</summary>
    private const int Most = 20;

    private readonly Series?[] series = new Series?[Most];

    internal IEnumerable<(string Name, Series Series)> All =>
        series.Select((s, i) => (Name: NameOf(i + 1), Series: s)).Where(s => s.Series is not null).Select(s => (s.Name, s.Series!));

    /// <param name="number">From 1.</param>
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
