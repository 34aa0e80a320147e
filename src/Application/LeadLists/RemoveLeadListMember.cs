using Crm.Domain.LeadLists;

namespace Crm.Application.LeadLists;

[Requires(Resource.LeadLists, RightAction.Update)]
public sealed record RemoveLeadListMember(Guid ListId, Guid LeadId) : ICommand<NoContent>;

internal sealed class RemoveLeadListMemberHandler(LeadListAccess access, IWriteDb db, ICurrentUser user, IClock clock) : ICommandHandler<RemoveLeadListMember, NoContent>
{
    public async Task<Result<Reply<NoContent>>> HandleAsync(RemoveLeadListMember command, CancellationToken ct)
    {
        var list = await access.FindForMembersAsync(command.ListId, ct);
        if (list.Error is { } error)
            return error;
        var scope = RecordScope.For(user.Required, Resource.Leads, RightAction.Read, "l");
        var removed = await db.ExecuteAsync(
            scope.ApplyTo($"""
                delete from lead_list_members m using leads l
                where m.lead_list_id = @listId and m.lead_id = @leadId and l.id = m.lead_id and l.deleted_at is null {ScopeFilter.Mark}
                """),
            new { listId = command.ListId, leadId = command.LeadId, scopeUsers = scope.UserIds ?? [] },
            ct);
        if (removed == 0)
            return LeadListErrors.MemberNotFound;
        list.Value.ChangeMembers(0, removed, clock.Now);
        return Reply.None(command.ListId);
    }
}
