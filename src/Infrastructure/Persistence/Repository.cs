using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Infrastructure.Persistence;

/// <summary>The one implementation for all aggregates.</summary>
internal sealed class Repository<TAggregate>(CrmDbContext db) : IRepository<TAggregate>
    where TAggregate : AggregateRoot
{
    private readonly IEntityType entity = db.Model.FindEntityType(typeof(TAggregate))!;

    public async Task<TAggregate?> FindAsync(Guid id, bool inTrashToo = false, CancellationToken ct = default)
    {
        var aggregate = await db.Set<TAggregate>().FromSqlRaw(LockingSql.Of(entity), id).IgnoreAutoIncludes().SingleOrDefaultAsync(ct);
        if (aggregate is null || (aggregate.DeletedAt is not null && !inTrashToo))
            return null;
        // Children are read by a statement of their own: the one that waited for the lock would show them as they were before the wait.
        foreach (var children in entity.GetNavigations().Where(n => n.IsEagerLoaded && n.IsCollection))
            await db.Entry(aggregate).Collection(children.Name).LoadAsync(ct);
        return aggregate;
    }

    public void Add(TAggregate aggregate) => db.Add(aggregate);

    public void Remove(TAggregate aggregate) => db.Remove(aggregate);
}

/// <summary>The statement that finds and locks a root.</summary>
internal static class LockingSql
{
    private static readonly ConcurrentDictionary<string, string> Statements = new();

    // FOR NO KEY UPDATE: FOR UPDATE would block whoever inserts a child.
    public static string Of(IEntityType entity) => Statements.GetOrAdd(
        entity.Name, _ => $"select {string.Join(", ", Columns(entity))} from {entity.GetTableName()} where id = {{0}} for no key update");

    /// <summary>In a query from SQL, EF looks for a complex type's columns under the names of their path, whatever they are named in the table.</summary>
    private static IEnumerable<string> Columns(IEntityType entity) => entity.GetProperties().Select(p => p.GetColumnName())
        .Concat(entity.GetComplexProperties().SelectMany(c => c.ComplexType.GetProperties().Select(p => $"{p.GetColumnName()} as \"{c.Name}_{p.Name}\"")));
}
