using Crm.Domain.Communications;
using Crm.Domain.Notes;
using Crm.Domain.Tasks;

namespace Crm.Application.Leads;

/// <summary>Takes what is about a lead along when it is converted; all of it stays the lead's, too.</summary>
internal sealed class ConversionActivities(
    IRepository<SalesTask> tasks, IRepository<Communication> communications, IRepository<Note> notes, IWriteDb db) : IScopedService
{
    // In the order in which everybody locks such rows: by id. Whoever converts the lead need not see them all.
    private const string TasksSql = """
        select id from tasks where lead_id = @leadId and deleted_at is null and status in ('PENDING', 'IN_PROGRESS', 'DEFERRED') order by id
        """;

    private const string CommunicationsSql = "select id from communications where lead_id = @leadId and deleted_at is null order by id";
    private const string NotesSql = "select id from notes where lead_id = @leadId and deleted_at is null order by id";

    public async Task LinkAsync(Guid leadId, Guid contactId, Guid? dealId, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var id in await db.QueryAsync<Guid>(TasksSql, new { leadId }, ct))
            (await tasks.FindAsync(id, ct: ct))?.LinkTo(contactId, dealId, now);
        foreach (var id in await db.QueryAsync<Guid>(CommunicationsSql, new { leadId }, ct))
            (await communications.FindAsync(id, ct: ct))?.LinkTo(contactId, dealId, now);
        foreach (var id in await db.QueryAsync<Guid>(NotesSql, new { leadId }, ct))
            (await notes.FindAsync(id, ct: ct))?.LinkTo(contactId, dealId, now);
    }
}
