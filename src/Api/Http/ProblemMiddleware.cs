using Crm.Infrastructure.Postgres;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Crm.Api.Http;

/// <summary>
/// The outermost error handling: turns exceptions, and error statuses that the framework sets without a body, into problem documents.
/// A 500 reveals nothing about the implementation.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response.StatusCode >= 400 && context.Response.ContentType is null)
                await WriteStatusAsync(context, context.Response.StatusCode);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected.
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await WriteExceptionAsync(context, e);
        }
    }

    private async Task WriteExceptionAsync(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case ProblemException problem:
                await Problems.WriteAsync(context, problem.Error);
                break;
            case QueryRejectedException rejected:
                await Problems.WriteAsync(context, rejected.Error);
                break;
            case BadHttpRequestException bad:
                await WriteStatusAsync(context, bad.StatusCode);
                break;
            case var _ when DatabaseAvailability.IsLacking(exception):
                logger.LogWarning("The database was not available for {Route}: {Reason}", RouteTemplate.Of(context), ReasonOf(exception));
                await Problems.WriteAsync(
                    context, 503, "database_unavailable", "The database cannot serve this request right now; try again shortly.", 2);
                break;
            default:
                logger.LogError(
                    "Unhandled {Exception} at {Route}: {Stack}", exception.GetType().Name, RouteTemplate.Of(context), Describe(exception));
                await Problems.WriteAsync(
                    context, 500, "internal_error", "An internal error occurred; the trace id helps the operator to find the cause.");
                break;
        }
    }

    private static Task WriteStatusAsync(HttpContext context, int status)
    {
        var (code, detail) = Problems.OfStatus(status, RequestBody.LimitOf(context), context.Request.Method);
        return Problems.WriteAsync(context, status, code, detail, status is 429 or 503 ? 2 : null);
    }

    private static string ReasonOf(Exception e) =>
        (e.GetBaseException() as PostgresException)?.SqlState ?? e.GetBaseException().GetType().Name;

    /// <summary>Exception types and the stack trace, no messages: a message may contain what a user typed.</summary>
    private static string Describe(Exception exception)
    {
        var postgres = exception.GetBaseException() as PostgresException;
        // Only the message of an error in the statement itself (class 42) is logged; messages of other classes quote values.
        var text = postgres is { SqlState: ['4', '2', ..] } ? postgres.MessageText : postgres?.ConstraintName;
        var constraint = postgres is null ? "" : $" [{postgres.SqlState} {text}]";
        return $"{exception.GetBaseException().GetType().Name}{constraint} {(exception as DbUpdateException ?? exception).StackTrace}";
    }
}
