using Crm.Infrastructure.Persistence;

namespace Crm.Api.Endpoints;

/// <summary>Whether the process is up, and whether it can take requests; for whoever supervises it.</summary>
internal sealed class HealthEndpoints : IEndpoints
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    public static void Map(IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health.MapMethods("/live", Methods, Live).WithName("getLiveness").WithSummary("Whether the process is up")
            .WithDescription("Answers as soon as requests are taken; looks at nothing else.").Produces<HealthView>();
        health.MapMethods("/ready", Methods, ReadyAsync).WithName("getReadiness").WithSummary("Whether the service can do its work")
            .WithDescription("Checks that the database answers the service's role, that no migration is missing, and that the outbox is being relayed.")
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
