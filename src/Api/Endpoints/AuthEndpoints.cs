using Crm.Api.Http;
using Crm.Application.Auth;

namespace Crm.Api.Endpoints;

internal sealed class AuthEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var auth = app.MapCollection("auth", "Authentication");
        auth.MapPost("/login", Login).Changes<Login, Tokens>("login", "Log in");
    }

    private static Task<IResult> Login(Body<Login> body, UseCases useCases) => useCases.AskAsync(body.Value);
}
