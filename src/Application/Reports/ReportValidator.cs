using FluentValidation.Results;

namespace Crm.Application.Reports;

/// <summary>Checks the query string of a report; who asks makes no difference to that.</summary>
internal abstract class ReportValidator<TQuery> : AbstractValidator<TQuery>
    where TQuery : IReportQuery
{
    protected ReportValidator(IClock clock) => RuleFor(q => q.Input).Custom((input, context) =>
    {
        if (ReportParameters.Parse(TQuery.Definition, input, Guid.Empty, clock.Now).Error is { } error)
            context.AddFailure(new ValidationFailure("", error.Message) { CustomState = error });
    });
}
