using Crm.Domain.Communications;
using Crm.Domain.Notes;
using Crm.Domain.Tasks;

namespace Crm.Application.Leads;

/// <summary>Links the activities of a lead to the contact and deal when the lead is converted. They also remain activities of the
/// lead.</summary>
internal sealed class ConversionActivities(
    IRepository<SalesTask> tasks, IRepository<Communication> communications, IRepository<Note> notes, IWriteDb db) : IScopedService
{
    public async Task LinkAsync(Guid leadId, Guid contactId, Guid? dealId, DateTimeOffset now, CancellationToken ct)
    {
        // Rows are locked by id, as in all transactions. The caller need not be able to see all of them.
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
