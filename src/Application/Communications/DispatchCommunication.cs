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
    IRepository<Communication> communications, IRepository<SalesTask> tasks, IWriteDb db, IClock clock)
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
            return communication.ChangeStatus(CommunicationStatus.Sent, null, null, clock.Now);
        // The reason may contain a response of the mail server, which can be any text.
        var reason = result.Reason is { } text && !TextRules.IsClean(text) ? TextRules.Printable(text) : result.Reason;
        return communication.ChangeStatus(CommunicationStatus.Failed, null, reason, clock.Now);
    }

    private async Task<Result> CreateTaskAsync(Communication communication, CancellationToken ct)
    {
        await db.ExecuteAsync(
            $"insert into communication_dispatches (communication_id, handed_over, due_at) values ({communication.Id}, true, {clock.Now})",
            ct);
        var active = await db.QuerySingleOrDefaultAsync<bool>(
            $"select is_active from users where id = {communication.CreatorId} and deleted_at is null for share", ct);
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
            DueDate = clock.Now,
            Metadata = JsonSerializer.SerializeToElement(new { communicationId = communication.Id }),
        };
        var input = new SalesTaskInput(details, null, active ? communication.CreatorId : null, communication.Links);
        var task = SalesTask.Create(clock.NewId(), input, communication.CreatorId, clock.Now, clock.Now);
        if (task.Error is { } error)
            return error;
        tasks.Add(task.Value);
        return Result.Ok;
    }
}
