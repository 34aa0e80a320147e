using Crm.Application.Common.Ports;
using FluentValidation;
using FluentValidation.Results;

namespace Crm.Application.Common.Lists;

/// <summary>A query that lists.</summary>
public interface IListQuery
{
    ListInput Input { get; }
}

/// <summary>Checks the query string of a list against its declaration.</summary>
public abstract class ListValidator<TQuery> : AbstractValidator<TQuery>
    where TQuery : IListQuery
{
    protected ListValidator(ListSpec spec, ICurrentUser user) => RuleFor(q => q.Input).Custom((input, context) =>
    {
        if (ListQuery.Parse(spec, input, user.Required.UserId).Error is { } error)
            context.AddFailure(new ValidationFailure("", error.Message) { CustomState = error });
    });
}
