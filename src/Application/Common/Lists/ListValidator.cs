using FluentValidation.Results;

namespace Crm.Application.Common.Lists;

/// <summary>Checks the query string of a list against its declaration; who asks makes no difference to that.</summary>
public abstract class ListValidator<TQuery> : AbstractValidator<TQuery>
    where TQuery : IListQuery
{
    protected ListValidator(ListSpec spec) => RuleFor(q => q.Input).Custom((input, context) =>
    {
        if (ListQuery.Parse(spec, input, Guid.Empty).Error is { } error)
            context.AddFailure(new ValidationFailure("", error.Message) { CustomState = error });
    });
}
