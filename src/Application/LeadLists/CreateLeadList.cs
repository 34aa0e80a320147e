using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.LeadLists;
using Crm.Domain.Roles;
using FluentValidation;

namespace Crm.Application.LeadLists;

[Requires(Resource.LeadLists, RightAction.Create)]
public sealed record CreateLeadList : LeadListFields, ICommand<LeadListView>;

internal sealed class CreateLeadListValidator : AbstractValidator<CreateLeadList>
{
    public CreateLeadListValidator() => Include(new LeadListFieldsRules());
}

internal sealed class CreateLeadListHandler(IRepository<LeadList> lists, IClock clock) : ICommandHandler<CreateLeadList>
{
    public Task<Result<Guid>> HandleAsync(CreateLeadList command, CancellationToken ct)
    {
        var list = LeadList.Create(clock.NewId(), command.Name, command.Description, command.Type, command.IsActive, clock.Now);
        lists.Add(list);
        return Task.FromResult<Result<Guid>>(list.Id);
    }
}
