using Crm.Domain.ApiKeys;
using MediatR;

namespace Crm.Application.Common.Behaviours;

/// <summary>Checks whether the caller may execute a use case. Which records it covers depends on the scope.</summary>
internal sealed class AuthorizationBehaviour<TRequest, TResponse>(ICurrentUser user) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    private static readonly UseCase Declared = UseCase.Of(typeof(TRequest));

    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (Declared.IsNotByApiKey && user.Caller is { ByApiKey: true })
            return Task.FromResult(TResponse.Fail(ApiKeyErrors.NotAllowed));
        if (Declared.IsPublic)
            return next();
        if (user.Caller is not { } caller)
            return Task.FromResult(TResponse.Fail(CommonErrors.NotLoggedIn));
        if (!Declared.IsDeclared)
            throw new InvalidOperationException($"{typeof(TRequest)} declares no permission.");
        if (Declared.Right is { } right && caller.Permissions[right] is null)
            return Task.FromResult(TResponse.Fail(CommonErrors.RightMissing(right)));
        return next();
    }
}
