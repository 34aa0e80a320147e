using Crm.Application.Activities;
using Crm.Domain.Tasks;

namespace Crm.Application.Tasks;

/// <summary>What POST and PUT of a task have in common.</summary>
public abstract record TaskRequest : SalesTaskDetails, IAbout
{
    protected TaskRequest()
    {
    }

    protected TaskRequest(SalesTaskDetails details)
        : base(details)
    {
    }

    /// <summary>On creation PENDING when absent, else IN_PROGRESS or DEFERRED; later the present one when absent.</summary>
    public SalesTaskStatus? Status { get; init; }

    /// <summary>Who is to do it.</summary>
    public Guid? AssigneeId { get; init; }
    public Guid? ContactId { get; init; }
    public Guid? DealId { get; init; }
    public Guid? CompanyId { get; init; }
    public Guid? LeadId { get; init; }
}

/// <summary>Their shape.</summary>
internal sealed class TaskRequestValidator : AbstractValidator<TaskRequest>
{
    public TaskRequestValidator()
    {
        RuleFor(t => t.Title).Name();
        RuleFor(t => t.Description).LongText();
        RuleFor(t => t.DueDate).Must((t, due) => due is null || t.StartDate is null || due >= t.StartDate)
            .WithMessage("must not lie before startDate.");
        RuleFor(t => t.EstimatedDuration).Duration();
        RuleFor(t => t.ActualDuration).Duration();
        RuleFor(t => t.Outcome).LongText();
        RuleFor(t => t.Notes).LongText();
        RuleFor(t => t.Metadata).JsonObject();
    }
}
