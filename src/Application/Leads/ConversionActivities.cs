using Crm.Domain.Communications;
using Crm.Domain.Notes;
using Crm.Domain.Tasks;

namespace Crm.Application.Leads;

/// <summary>Takes what is about a lead along when it is converted; all of it stays the lead's, too.</summary>
internal sealed class ConversionActivities(
    IRepository<SalesTask> tasks, IRepository<Communication> communications, IRepository<Note> notes, IWriteDb db) : IScopedService
{
    public async Task LinkAsync(Guid leadId, Guid contactId, Guid? dealId, DateTimeOffset now, CancellationToken ct)
    {
        // In the order in which everybody locks such rows: by id. Whoever converts the lead need not see them all.
        SqlFragment ofLead = $"lead_id = {leadId} and deleted_at is null";
        var openTasks = await db.QueryAsync<Guid>(
            $"select id from tasks where {ofLead} and status in ('PENDING', 'IN_PROGRESS', 'DEFERRED') order by id", ct);
        foreach (var id in openTasks)
            (await tasks.FindAsync(id, ct: ct))?.LinkTo(contactId, dealId, now);
        foreach (var id in await db.QueryAsync<Guid>($"select id from communications where {ofLead} order by id", ct))
            (await communications.FindAsync(id, ct: ct))?.LinkTo(contactId, dealId, now);
        foreach (var id in await db.QueryAsync<Guid>($"select id from notes where {ofLead} order by id", ct))
            (await notes.FindAsync(id, ct: ct))?.LinkTo(contactId, dealId, now);
    }
}
