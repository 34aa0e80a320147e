namespace Crm.Api.Http;

/// <summary>The response to a command, which the command has rendered.</summary>
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

        if (outcome.Response is not { } rendered)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        return ResponseContent.WriteAsync(
            httpContext, "application/json", rendered.Json, rendered.Version is { } version ? ETags.Of(version, rendered.Json) : null);
    }
}
