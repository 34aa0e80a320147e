using System.Globalization;
using System.Text.Json;
using Crm.Application.Common;
using Crm.Application.Common.Json;
using Crm.Application.Common.Lists;
using Crm.Application.Common.Messaging;
using Crm.Application.Reports;
using MediatR;

namespace Crm.Api.Http;

/// <summary>Sends use cases and turns what they answer into HTTP.</summary>
internal sealed class UseCases(IMediator mediator, IHttpContextAccessor accessor)
{
    private HttpContext Http => accessor.HttpContext!;

    /// <summary>A query of anything.</summary>
    public async Task<IResult> AskAsync<T>(IQuery<T> query)
    {
        var result = await mediator.Send(query, Http.RequestAborted);
        return result.Error is { } error ? new ProblemResult(error) : new JsonResult<T>(result.Value, (result.Value as IView)?.Version);
    }

    /// <summary>A page of a list.</summary>
    public Task<IResult> ListAsync<TRow>(Func<ListInput, IQuery<Page<TRow>>> query) => AskAsync(query(ListInput()));

    /// <summary>The query string, as a list reads it.</summary>
    public ListInput ListInput() => new(
        [.. Http.Request.Query.SelectMany(p => p.Value.Select(v => new KeyValuePair<string, string>(p.Key, v ?? "")))]);

    /// <summary>Anything with rows: as JSON, or its rows as CSV.</summary>
    public async Task<IResult> TableAsync<T>(IQuery<T> query)
        where T : ITable
    {
        if (!RequestRules.WantsCsv(Http.Request))
            return await AskAsync(query);
        var result = await mediator.Send(query, Http.RequestAborted);
        return result.Error is { } error ? new ProblemResult(error) : new CsvResult(result.Value);
    }

    /// <summary>A report; its query string holds only names that it declares, each once.</summary>
    public Task<IResult> ReportAsync<TRow>(Func<ReportInput, IQuery<Report<TRow>>> query)
        where TRow : class => TableAsync(query(new ReportInput(Http.Request.Query.ToDictionary(p => p.Key, p => p.Value[0] ?? "", StringComparer.Ordinal))));

    /// <summary>A change that is answered with 200 and the record, or 204 where nothing is left to show.</summary>
    public Task<IResult> ChangeAsync(ICommand command) => SendAsync(command, null);

    /// <summary>A change that makes something: 201 and where it is.</summary>
    public Task<IResult> CreateAsync(ICommand command, Func<Guid, string> location) => SendAsync(command, location);

    private async Task<IResult> SendAsync(ICommand command, Func<Guid, string>? location)
    {
        var result = await mediator.Send(command, Http.RequestAborted);
        if (result.Error is { } error)
            return new ProblemResult(error);
        return new OutcomeResult(result.Value, location?.Invoke(result.Value.Id));
    }
}

/// <summary>A refusal.</summary>
internal sealed class ProblemResult(Domain.Common.Error error) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => Problems.WriteAsync(httpContext, error);
}

/// <summary>An object as JSON, with the record's version as ETag.</summary>
internal sealed class JsonResult<T>(T value, long? version) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json";
        if (version is not null)
            response.Headers.ETag = ETags.Of(version.Value);
        return JsonSerializer.SerializeAsync(response.BodyWriter, value, CrmJson.Options, httpContext.RequestAborted);
    }
}

/// <summary>What a command led to, already rendered by it.</summary>
internal sealed class OutcomeResult(Outcome outcome, string? location) : IResult
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

        if (outcome.Answer is not { } answer)
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

internal static class ETags
{
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
