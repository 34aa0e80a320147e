using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Infrastructure.Persistence;

/// <summary>The implementation for all aggregates.</summary>
internal sealed class Repository<TAggregate>(CrmDbContext db) : IRepository<TAggregate>
    where TAggregate : AggregateRoot
{
    private readonly IEntityType entity = db.Model.FindEntityType(typeof(TAggregate))!;

    public async Task<TAggregate?> FindAsync(Guid id, bool inTrashToo = false, CancellationToken ct = default)
    {
        var aggregate = await db.Set<TAggregate>().FromSqlRaw(LockingSql.Of(entity), id).IgnoreAutoIncludes().SingleOrDefaultAsync(ct);
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
internal static class LockingSql
{
    private static readonly ConcurrentDictionary<string, string> Statements = new();

    // FOR NO KEY UPDATE, because FOR UPDATE would block inserts of children.
    public static string Of(IEntityType entity) => Statements.GetOrAdd(
        entity.Name, _ => $"select {string.Join(", ", Columns(entity))} from {entity.GetTableName()} where id = {{0}} for no key update");

    /// <summary>
    /// In a query from SQL, EF expects the columns of a complex type under the names of their path, not those in the table.
    /// </summary>
    private static IEnumerable<string> Columns(IEntityType entity) => entity.GetProperties().Select(p => p.GetColumnName())
        .Concat(entity.GetComplexProperties()
            .SelectMany(c => c.ComplexType.GetProperties().Select(p => $"{p.GetColumnName()} as \"{c.Name}_{p.Name}\"")));
}
