using Crm.Domain.Groups;

namespace Crm.Application.Groups;

[Requires(Resource.Groups, RightAction.Read)]
public sealed record GetGroupMember(Guid GroupId, Guid UserId) : IQuery<GroupMemberView>;

internal sealed class GetGroupMemberHandler(IReadDb db, ICurrentUser user) : IQueryHandler<GetGroupMember, GroupMemberView>
{
    public async Task<Result<GroupMemberView>> Handle(GetGroupMember request, CancellationToken cancellationToken)
    {
        var scope = RecordScope.Of(RecordCatalog.Of<UserGroup>(), user.Required, RightAction.Read);
        var view = await db.QuerySingleOrDefaultAsync<GroupMemberView>(
            $"""
            {GroupMemberView.Select(scope.Links)}
            where m.user_group_id = {request.GroupId} and m.user_id = {request.UserId} {scope.On("g")}
            """,
            cancellationToken);
        return view is null ? GroupErrors.MemberNotFound : view;
    }
}
