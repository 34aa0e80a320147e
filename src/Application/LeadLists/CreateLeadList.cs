using Crm.Domain.LeadLists;

namespace Crm.Application.LeadLists;

[Requires(Resource.LeadLists, RightAction.Create)]
public sealed record CreateLeadList : LeadListRequest, ICommand<LeadListView>;

internal sealed class CreateLeadListValidator : AbstractValidator<CreateLeadList>
{
    public CreateLeadListValidator() => Include(new LeadListRequestValidator());
}

internal sealed class CreateLeadListHandler(IRepository<LeadList> lists, IClock clock) : ICommandHandler<CreateLeadList, LeadListView>
{
    public Task<Result<Reply<LeadListView>>> HandleAsync(CreateLeadList command, CancellationToken ct)
    {
        var list = LeadList.Create(clock.NewId(), command.Name, command.Description, command.Type, command.IsActive, clock.Now);
        if (list.Error is { } error)
            return Task.FromResult<Result<Reply<LeadListView>>>(error);
        lists.Add(list.Value);
        return Task.FromResult<Result<Reply<LeadListView>>>(Reply.View<LeadListView>(list.Value.Id));
    }
}
