using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Crm.Api.Http;

/// <summary>
/// The last place a request passes: whatever was thrown, and whatever the framework refused without a word, leaves as a
/// problem document. A 500 says nothing about the inside.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response.StatusCode >= 400 && context.Response.ContentType is null)
                await WriteRefusalAsync(context, context.Response.StatusCode);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up; nobody reads an answer.
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
            case BadHttpRequestException bad:
                await WriteRefusalAsync(context, bad.StatusCode);
                break;
            case var _ when IsUnavailable(exception):
                logger.LogWarning("The database was not available for {Route}: {Reason}", RouteTemplate.Of(context), ReasonOf(exception));
                await Problems.WriteAsync(context, 503, "database_unavailable", "The database cannot serve this request right now; try again shortly.", 2);
                break;
            default:
                logger.LogError(
                    "Unhandled {Exception} at {Route}: {Stack}", exception.GetType().Name, RouteTemplate.Of(context), Describe(exception));
                await Problems.WriteAsync(context, 500, "internal_error", "Something went wrong here; the trace id helps the operator find it.");
                break;
        }
    }

    private static Task WriteRefusalAsync(HttpContext context, int status)
    {
        var (code, detail) = status switch
        {
            401 => ("not_authenticated", "Log in, or send a valid access token."),
            403 => ("right_missing", "Your role does not allow this."),
            404 => ("not_found", "There is nothing at this address."),
            405 => ("method_not_allowed", $"This address does not take {context.Request.Method}; see the Allow header."),
            406 => ("not_acceptable", "The answer is application/json; accept it, or leave Accept out."),
            408 => ("request_timeout", "The request took too long to arrive; send it again."),
            413 => ("body_too_large", $"The request body must have at most {RequestBody.LimitOf(context)} bytes."),
            415 => ("unsupported_media_type", "Send the body as application/json."),
            429 => ("too_many_requests", "Too many requests; try again later."),
            >= 500 => ("internal_error", "Something went wrong here; the trace id helps the operator find it."),
            _ => ("bad_request", "The request could not be read; check its form."),
        };
        return Problems.WriteAsync(context, status, code, detail, status is 429 or 503 ? 2 : null);
    }

    private static bool IsUnavailable(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case PostgresException p:
                    return p.SqlState is PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.TooManyConnections
                        or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
                        or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DiskFull;
                case NpgsqlException or SocketException or TimeoutException:
                    return true;
            }
        }

        return false;
    }

    private static string ReasonOf(Exception e) => (e.GetBaseException() as PostgresException)?.SqlState ?? e.GetBaseException().GetType().Name;

    /// <summary>Types and places, no messages: a message may hold what a user typed.</summary>
    private static string Describe(Exception exception)
    {
        var postgres = exception.GetBaseException() as PostgresException;
        // Only what is wrong with a statement itself (class 42) is said in words; other messages quote values.
        var words = postgres is { SqlState: ['4', '2', ..] } ? postgres.MessageText : postgres?.ConstraintName;
        var constraint = postgres is null ? "" : $" [{postgres.SqlState} {words}]";
        return $"{exception.GetBaseException().GetType().Name}{constraint} {(exception as DbUpdateException ?? exception).StackTrace}";
    }
}
