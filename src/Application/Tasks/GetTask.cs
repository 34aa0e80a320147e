using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

[Requires(Resource.Tasks, RightAction.Read)]
public sealed record GetTask(Guid Id) : IQuery<TaskView>;

internal sealed class GetTaskHandler(IReadDb db, ICurrentUser user, IViewReader<TaskView> reader) : IQueryHandler<GetTask, TaskView>
{
    public async Task<Result<TaskView>> Handle(GetTask request, CancellationToken cancellationToken)
    {
        var scope = ScopeFilter.For(user.Required, Resource.Tasks, RightAction.Read, "t");
        return await reader.ReadAsync(db, request.Id, scope, cancellationToken) is { } view ? view : SalesTaskErrors.NotFound;
    }
}
