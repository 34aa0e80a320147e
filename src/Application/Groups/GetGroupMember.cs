using Crm.Domain.Groups;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Read)]
public sealed record GetGroupMember(Guid GroupId, Guid UserId) : IQuery<GroupMemberView>;

internal sealed class GetGroupMemberHandler(IReadDb db, ICurrentUser user) : IQueryHandler<GetGroupMember, GroupMemberView>
{
    public async Task<Result<GroupMemberView>> Handle(GetGroupMember request, CancellationToken cancellationToken)
    {
        var scope = RecordScope.For(user.Required, Resource.Groups, RightAction.Read, "g");
        var view = await db.QuerySingleOrDefaultAsync<GroupMemberView>(
            $"{GroupMemberView.Select} where m.user_group_id = {request.GroupId} and m.user_id = {request.UserId} {scope}",
            cancellationToken);
        return view is null ? GroupErrors.MemberNotFound : view;
    }
}
