using Crm.Application.Common.Ports;
using FluentValidation;
using FluentValidation.Results;

namespace Crm.Application.Reports;

/// <summary>Checks the query string of a report.</summary>
internal abstract class ReportValidator<TQuery> : AbstractValidator<TQuery>
    where TQuery : IReportQuery
{
    protected ReportValidator(ICurrentUser user, IClock clock) => RuleFor(q => q.Input).Custom((input, context) =>
    {
        if (ReportParameters.Parse(TQuery.Definition, input, user.Required.UserId, clock.Now).Error is { } error)
            context.AddFailure(new ValidationFailure("", error.Message) { CustomState = error });
    });
}
