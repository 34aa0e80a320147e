using Crm.Domain.LeadLists;

namespace Crm.Application.LeadLists;

[Requires(Resource.LeadLists, RightAction.Update)]
public sealed record UpdateLeadList : LeadListRequest, IUpdate<UpdateLeadList, LeadList, LeadListView>
{
    public static string? Remedy(string member) => member == "membersChangedAt" ? "use /api/lead-lists/{id}/members" : null;
}

internal sealed class UpdateLeadListValidator : AbstractValidator<UpdateLeadList>
{
    public UpdateLeadListValidator() => Include(new LeadListRequestValidator());
}

internal sealed class UpdateLeadListHandler(IClock clock) : IUpdateHandler<UpdateLeadList, LeadList>
{
    public Task<Result> HandleAsync(UpdateLeadList update, LeadList aggregate, Guid id, CancellationToken ct) =>
        Task.FromResult(aggregate.Update(update.Name, update.Description, update.Type, update.IsActive, clock.Now));
}
