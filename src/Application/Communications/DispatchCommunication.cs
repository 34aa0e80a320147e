using System.Text.Json;
using Crm.Domain.Communications;
using Crm.Domain.Tasks;

namespace Crm.Application.Communications;

/// <summary>
/// Ends a dispatcher's claim on a communication, without a caller, and records the outcome of the delivery. If no channel
/// can deliver it, a task for its creator is created; the communication stays scheduled until a user marks it as sent.
/// </summary>
[Public]
internal sealed record DispatchCommunication(Guid CommunicationId, Guid Claim, DeliveryResult? Result, bool PossiblySentTwice)
    : ICommand<NoContent>, INestedCommand;

internal sealed class DispatchCommunicationHandler(
    IRepository<Communication> communications, IRepository<SalesTask> tasks, CommunicationAccess access, IWriteDb db, IClock clock)
    : ICommandHandler<DispatchCommunication, NoContent>
{
    public async Task<Result<Reply<NoContent>>> HandleAsync(DispatchCommunication command, CancellationToken ct)
    {
        var done = Reply.None(command.CommunicationId);
        if (await communications.FindAsync(command.CommunicationId, inTrashToo: true, ct: ct) is not { } communication)
            return done;
        // If the lease has expired, another dispatcher may hold the claim.
        var ended = await db.ExecuteAsync(
            $"delete from communication_dispatches where communication_id = {command.CommunicationId} and claimed_by = {command.Claim}",
            ct);
        if (ended == 0)
            return done;
        var recorded = command.Result is { } result
            ? Record(communication, result, command.PossiblySentTwice)
            : await CreateTaskAsync(communication, ct);
        return recorded.Error is { } error ? error : done;
    }

    private Result Record(Communication communication, DeliveryResult result, bool possiblySentTwice)
    {
        if (possiblySentTwice)
            communication.MarkPossiblySentTwice();
        if (result.Outcome == DeliveryOutcome.Sent)
        {
            if (result.MessageId is { } messageId)
                communication.SetMessageId(messageId);
            return communication.ChangeStatus(CommunicationStatus.Sent, null, null, clock.Now);
        }

        // The reason may contain a response of the mail server, which can be any text.
        var reason = result.Reason is { } text && !TextRules.IsClean(text) ? TextRules.Printable(text) : result.Reason;
        return communication.ChangeStatus(CommunicationStatus.Failed, null, reason, clock.Now);
    }

    /// <summary>Creates a task for the author or, if the author's account is no longer active, for the owner of a subject.</summary>
    private async Task<Result> CreateTaskAsync(Communication communication, CancellationToken ct)
    {
        if (await access.CheckOutreachAsync(communication, ct) is { } refused)
            return communication.ChangeStatus(CommunicationStatus.Failed, null, refused.Message, clock.Now);
        var live = await LiveAsync(communication.Links, ct);
        if (live == ActivityLinks.None && communication.Links != ActivityLinks.None)
            return communication.ChangeStatus(CommunicationStatus.Failed, null, CommunicationErrors.ParentInTrash.Message, clock.Now);
        await db.ExecuteAsync(
            $"insert into communication_dispatches (communication_id, handed_over, due_at) values ({communication.Id}, true, {clock.Now})",
            ct);
        var assignee = await db.QuerySingleOrDefaultAsync<Guid?>(
            $"""
            select u.id from users u join (
                select {communication.CreatorId}::uuid as id, 0 as place
                union all select owner_id, 1 from deals where id = {live.DealId}::uuid
                union all select owner_id, 2 from contacts where id = {live.ContactId}::uuid
                union all select assigned_to_id, 3 from leads where id = {live.LeadId}::uuid
                union all select owner_id, 4 from companies where id = {live.CompanyId}::uuid) c on c.id = u.id
            where u.is_active and u.deleted_at is null
            order by c.place limit 1 for share of u
            """,
            ct);
        var type = communication.Details.Type!.Value;
        var title = $"{EnumText<CommunicationType>.Of(type)}: {communication.Details.Subject ?? "scheduled communication"}";
        var details = new SalesTaskDetails
        {
            Title = TextRules.Cut(title, Limits.Line),
            Description = communication.Details.Content,
            Type = type switch
            {
                CommunicationType.PhoneCall => SalesTaskType.Call,
                CommunicationType.Meeting or CommunicationType.VideoCall => SalesTaskType.Meeting,
                _ => SalesTaskType.FollowUp,
            },
            DueDate = DateOrInstant.Of(clock.Now),
            Metadata = JsonSerializer.SerializeToElement(new { communicationId = communication.Id }),
        };
        var input = new SalesTaskInput(details, null, assignee, live, Zone.Utc);
        var task = SalesTask.Create(clock.NewId(), input, communication.CreatorId, clock.Now, clock.Now);
        if (task.Error is { } error)
            return error;
        tasks.Add(task.Value);
        return Result.Ok;
    }

    /// <summary>The subjects that are not in the trash. They stay so until the transaction ends.</summary>
    private async Task<ActivityLinks> LiveAsync(ActivityLinks links, CancellationToken ct)
    {
        // Every statement locks leads, deals, contacts and companies in this order, to avoid deadlocks.
        var lead = await db.QuerySingleOrDefaultAsync<Guid?>(
            $"select id from leads where id = {links.LeadId}::uuid and deleted_at is null for share", ct);
        var deal = await db.QuerySingleOrDefaultAsync<Guid?>(
            $"select id from deals where id = {links.DealId}::uuid and deleted_at is null for share", ct);
        var contact = await db.QuerySingleOrDefaultAsync<Guid?>(
            $"select id from contacts where id = {links.ContactId}::uuid and deleted_at is null for share", ct);
        var company = await db.QuerySingleOrDefaultAsync<Guid?>(
            $"select id from companies where id = {links.CompanyId}::uuid and deleted_at is null for share", ct);
        return new ActivityLinks(contact, deal, company, lead);
    }
}
