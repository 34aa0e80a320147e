namespace Crm.Api.Http;

/// <summary>What a command led to, already rendered by it.</summary>
internal sealed class OutcomeResult(CommandOutcome outcome, string? location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (outcome.Replayed)
            response.Headers["Idempotent-Replayed"] = "true";
        if (location is not null)
        {
            response.StatusCode = StatusCodes.Status201Created;
            response.Headers.Location = location;
        }

        if (outcome.Response is not { } answer)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        response.ContentType = "application/json";
        response.ContentLength = answer.Json.Length;
        if (answer.Version is { } version)
            response.Headers.ETag = ETags.Of(version);
        return response.Body.WriteAsync(answer.Json, httpContext.RequestAborted).AsTask();
    }
}
