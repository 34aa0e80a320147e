using Crm.Application.Auth;
using Crm.Application.Users;

namespace Crm.Api.Endpoints;

internal sealed class AuthEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var auth = app.MapCollection("auth", new TagDescription("Authentication", "Login, tokens, and who the caller is."))
            .ShowsSecrets();
        auth.MapPost("/login", Login).Changes<Login, Tokens>("login", "Log in").RequireRateLimiting(LoginRateLimit.Policy);
        auth.MapPost("/refresh", Refresh).Changes<Refresh, Tokens>("refresh", "Exchange a refresh token for new tokens")
            .RequireRateLimiting(LoginRateLimit.Policy);
        auth.MapPost("/logout", Logout).Deletes<Logout>("logout", "End the session of a refresh token")
            .Accepts(typeof(Logout), "application/json");
        auth.MapGet("/me", Me).Reads<GetMe, Me>("getMe", "Get the caller, their role and permissions");
    }

    private static Task<IResult> Login(Body<Login> body, UseCaseSender useCases) => useCases.QueryAsync(body.Value);

    private static Task<IResult> Refresh(Body<Refresh> body, UseCaseSender useCases) => useCases.QueryAsync(body.Value);

    private static Task<IResult> Logout(Body<Logout> body, UseCaseSender useCases) => useCases.CommandAsync(body.Value);

    private static Task<IResult> Me(UseCaseSender useCases) => useCases.QueryAsync(new GetMe());
}
