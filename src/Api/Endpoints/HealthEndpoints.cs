using Crm.Infrastructure.Persistence;

namespace Crm.Api.Endpoints;

/// <summary>Liveness and readiness of the process, for supervisors and load balancers.</summary>
internal sealed class HealthEndpoints : IEndpoints
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    public static void Map(IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health.MapMethods("/live", Methods, Live).WithName("getLiveness").WithSummary("Check whether the process is running")
            .WithDescription("Responds as soon as the process accepts requests; checks nothing else.").Produces<HealthView>();
        health.MapMethods("/ready", Methods, ReadyAsync).WithName("getReadiness")
            .WithSummary("Check whether the service can serve requests")
            .WithDescription("Checks that the database responds to the service role, that no migration is missing, and that the outbox " +
                "is being relayed.")
            .Produces<HealthView>().Produces<HealthView>(StatusCodes.Status503ServiceUnavailable);
    }

    private static JsonResult<HealthView> Live() => new(new HealthView("live", []), null);

    private static async Task<IResult> ReadyAsync(Readiness readiness, HttpContext context)
    {
        var checks = await readiness.CheckAsync(context.RequestAborted);
        var ready = checks.All(c => c.Ok);
        context.Response.StatusCode = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return new JsonResult<HealthView>(new HealthView(ready ? "ready" : "not_ready", checks), null);
    }
}

/// <summary>The health of the service.</summary>
/// <param name="Status">live, ready or not_ready.</param>
/// <param name="Checks">What was checked.</param>
internal sealed record HealthView(string Status, IReadOnlyList<ReadinessCheck> Checks);
