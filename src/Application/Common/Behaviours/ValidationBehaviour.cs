using MediatR;

namespace Crm.Application.Common.Behaviours;

/// <summary>Runs the validator of the request, if there is one.</summary>
internal sealed class ValidationBehaviour<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        foreach (var validator in validators)
        {
            var result = await validator.ValidateAsync(request, cancellationToken);
            if (ValidationErrors.ErrorOf(result) is { } error)
                return TResponse.Fail(error);
        }

        return await next();
    }
}
