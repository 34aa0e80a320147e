using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Crm.Application.Common.Authorization;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Infrastructure.Persistence;

/// <summary>The implementation for all aggregates.</summary>
internal sealed class Repository<TAggregate>(CrmDbContext db) : IRepository<TAggregate>
    where TAggregate : AggregateRoot
{
    private readonly IEntityType entity = db.Model.FindEntityType(typeof(TAggregate))!;

    public async Task<TAggregate?> FindAsync(Guid id, bool inTrashToo = false, ScopeFilter? scope = null, CancellationToken ct = default)
    {
        var (sql, values) = LockingSql.Of(entity, id, scope ?? ScopeFilter.None);
        var aggregate = await db.Set<TAggregate>().FromSqlRaw(sql, values).IgnoreAutoIncludes().SingleOrDefaultAsync(ct);
        if (aggregate is null || (aggregate.DeletedAt is not null && !inTrashToo))
            return null;
        // Children are read by their own statement: the statement that waited for the lock would return them as they were before the wait.
        foreach (var children in entity.GetNavigations().Where(n => n.IsEagerLoaded && n.IsCollection))
            await db.Entry(aggregate).Collection(children.Name).LoadAsync(ct);
        return aggregate;
    }

    public void Add(TAggregate aggregate) => db.Add(aggregate);

    public void Remove(TAggregate aggregate) => db.Remove(aggregate);
}

/// <summary>The statement that reads and locks a root.</summary>
internal static partial class LockingSql
{
    private static readonly ConcurrentDictionary<(string Entity, string Condition), string> Statements = new();

    /// <summary>The statement, and the values of its placeholders.</summary>
    // FOR NO KEY UPDATE, because FOR UPDATE would block inserts of children.
    public static (string Sql, object[] Values) Of(IEntityType entity, Guid id, ScopeFilter scope)
    {
        SqlFragment condition = $"t.id = {id} {scope}";
        var (text, parameters) = condition.ToStatement();
        var sql = Statements.GetOrAdd((entity.Name, text), key =>
            $"select {string.Join(", ", Columns(entity))} from {entity.GetTableName()} t where {ForEf(key.Condition)} for no key update");
        return (sql, [.. parameters.Select(p => p.Value!)]);
    }

    /// <summary>EF Core numbers placeholders from 0: <c>{0}</c> instead of <c>$1</c>.</summary>
    private static string ForEf(string condition) => Placeholder().Replace(
        condition, m => $"{{{int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - 1}}}");

    [GeneratedRegex(@"\$([0-9]+)")]
    private static partial Regex Placeholder();

    /// <summary>
    /// In a query from SQL, EF expects the columns of a complex type under the names of their path, not those in the table.
    /// </summary>
    private static IEnumerable<string> Columns(IEntityType entity) => entity.GetProperties().Select(p => p.GetColumnName())
        .Concat(entity.GetComplexProperties()
            .SelectMany(c => c.ComplexType.GetProperties().Select(p => $"{p.GetColumnName()} as \"{c.Name}_{p.Name}\"")));
}
