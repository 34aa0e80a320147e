using Crm.Application.Common.Ports;

namespace Crm.Application.Common.Lists;

/// <summary>
/// Has statements that look for text planned for the very text, in the same round trip. A prepared plan for any text walks all rows in
/// the list's order, which is quick for what many rows hold and reads the whole table for what few do.
/// </summary>
internal static class TextPlans
{
    private const string ForText = "select set_config('plan_cache_mode', 'force_custom_plan', true);\n";

    public static Task<T> QueryForTextAsync<T>(this IReadDb db, string sql, object parameters, Func<IResultSets, Task<T>> read, CancellationToken ct) =>
        db.QueryMultipleAsync(
            ForText + sql,
            parameters,
            async sets =>
            {
                await sets.SkipAsync().ConfigureAwait(false);
                return await read(sets).ConfigureAwait(false);
            },
            ct);
}
