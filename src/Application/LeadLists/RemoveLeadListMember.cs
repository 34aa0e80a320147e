using Crm.Domain.LeadLists;

namespace Crm.Application.LeadLists;

[Requires(Resource.LeadLists, RightAction.Update)]
public sealed record RemoveLeadListMember(Guid ListId, Guid LeadId) : ICommand<NoContent>;

internal sealed class RemoveLeadListMemberHandler(LeadListAccess access, IWriteDb db, ICurrentUser user, IClock clock)
    : ICommandHandler<RemoveLeadListMember, NoContent>
{
    public async Task<Result<Reply<NoContent>>> HandleAsync(RemoveLeadListMember command, CancellationToken ct)
    {
        var list = await access.FindForMembersAsync(command.ListId, ct);
        if (list.Error is { } error)
            return error;
        var scope = RecordScope.For(user.Required, Resource.Leads, RightAction.Read, "l");
        var removed = await db.ExecuteAsync(
            $"""
            delete from lead_list_members m using leads l
            where m.lead_list_id = {command.ListId} and m.lead_id = {command.LeadId} and l.id = m.lead_id and l.deleted_at is null {scope}
            """,
            ct);
        if (removed == 0)
            return LeadListErrors.MemberNotFound;
        list.Value.ChangeMembers(0, removed, clock.Now);
        return Reply.None(command.ListId);
    }
}
