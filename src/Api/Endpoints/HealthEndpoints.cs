using Crm.Infrastructure.Persistence;

namespace Crm.Api.Endpoints;

/// <summary>Liveness and readiness of the process, for supervisors and load balancers.</summary>
internal sealed class HealthEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags(new TagDescription("Health", "The state of the process, for supervisors."))
            .AllowAnonymous();
        health.MapGet("/live", Live).WithName("getLiveness").WithSummary("Check whether the process is running")
            .WithDescription("Responds as soon as the process accepts requests; checks nothing else.").Produces<HealthView>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        health.MapGet("/ready", (Readiness readiness, HttpContext context) => ReadyAsync(readiness, context, toWrite: true))
            .WithName("getReadiness").WithSummary("Check whether the service can serve requests")
            .WithDescription("Checks that the database responds to the service role and accepts changes, that no migration is missing, " +
                "and that the outbox is being relayed. The status is `read_only` if only changes are rejected.")
            .Produces<HealthView>().Produces<HealthView>(StatusCodes.Status503ServiceUnavailable)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        health.MapGet("/ready/reads", (Readiness readiness, HttpContext context) => ReadyAsync(readiness, context, toWrite: false))
            .WithName("getReadReadiness").WithSummary("Check whether the service can serve reads")
            .WithDescription("As `/health/ready`, but 200 also while the database accepts no changes.")
            .Produces<HealthView>().Produces<HealthView>(StatusCodes.Status503ServiceUnavailable)
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static JsonResult<HealthView> Live() => new(new HealthView("live", []), null);

    private static async Task<IResult> ReadyAsync(Readiness readiness, HttpContext context, bool toWrite)
    {
        var checks = await readiness.CheckAsync(context.RequestAborted);
        var reads = checks.All(c => c.Ok || c.Name == Readiness.Writes);
        var writes = checks.All(c => c.Ok);
        if (!(toWrite ? writes : reads))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "2";
        }

        return new JsonResult<HealthView>(new HealthView(writes ? "ready" : reads ? "read_only" : "not_ready", checks), null);
    }
}

/// <summary>The health of the service.</summary>
/// <param name="Status">live, ready, read_only (changes are rejected, reads are served) or not_ready.</param>
/// <param name="Checks">What was checked.</param>
internal sealed record HealthView(string Status, IReadOnlyList<ReadinessCheck> Checks);
