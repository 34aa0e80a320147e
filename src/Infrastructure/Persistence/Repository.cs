using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Microsoft.EntityFrameworkCore;

namespace Crm.Infrastructure.Persistence;

/// <summary>The one implementation for all aggregates.</summary>
internal sealed class Repository<TAggregate>(CrmDbContext db) : IRepository<TAggregate>
    where TAggregate : AggregateRoot
{
    // FOR NO KEY UPDATE: FOR UPDATE would block whoever inserts a child.
    private readonly string find = $"select * from {db.Model.FindEntityType(typeof(TAggregate))!.GetTableName()} where id = {{0}} for no key update";

    public async Task<TAggregate?> FindAsync(Guid id, bool inTrashToo = false, CancellationToken ct = default)
    {
        var aggregate = await db.Set<TAggregate>().FromSqlRaw(find, id).SingleOrDefaultAsync(ct).ConfigureAwait(false);
        return aggregate is { DeletedAt: not null } && !inTrashToo ? null : aggregate;
    }

    public void Add(TAggregate aggregate) => db.Add(aggregate);

    public void Remove(TAggregate aggregate) => db.Remove(aggregate);
}
