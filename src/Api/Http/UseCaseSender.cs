using Crm.Application.Audit;
using Crm.Application.Common.Tables;
using Crm.Application.Reports;
using MediatR;

namespace Crm.Api.Http;

/// <summary>Sends use cases and turns their results into HTTP responses.</summary>
internal sealed class UseCaseSender(IMediator mediator, IHttpContextAccessor accessor, ExportAudit exports)
{
    private HttpContext Http => accessor.HttpContext!;

    /// <summary>Any query.</summary>
    public async Task<IResult> QueryAsync<T>(IQuery<T> query)
    {
        var result = await mediator.Send(query, Http.RequestAborted);
        return result.Error is { } error ? new ProblemResult(error) : new JsonResult<T>(result.Value, (result.Value as IView)?.Version);
    }

    /// <summary>A page of a list.</summary>
    public Task<IResult> ListAsync<TRow>(Func<ListInput, IQuery<Page<TRow>>> query) => QueryAsync(query(ListInput()));

    /// <summary>The query string, as a list reads it.</summary>
    public ListInput ListInput() => new(
        [.. Http.Request.Query.SelectMany(p => p.Value.Select(v => new KeyValuePair<string, string>(p.Key, v ?? "")))]);

    /// <summary>Anything with rows: as JSON, or its rows as CSV.</summary>
    public async Task<IResult> TableAsync<T>(IQuery<T> query)
        where T : ITable
    {
        if (!RequestValidation.WantsCsv(Http.Request))
            return await QueryAsync(query);
        var result = await mediator.Send(query, Http.RequestAborted);
        if (result.Error is { } error)
            return new ProblemResult(error);
        if (HttpMethods.IsGet(Http.Request.Method))
        {
            // The parameters of a report are dates, ids, currencies and names of choices.
            var filters = Http.Request.Query.ToDictionary(p => p.Key, p => (string?)p.Value.ToString(), StringComparer.Ordinal);
            await exports.WriteAsync(result.Value.TableName, filters, result.Value.TableRows.Count(), Http.RequestAborted);
        }

        return new CsvResult(result.Value);
    }

    /// <summary>A report; its query string holds only names that it declares, each once.</summary>
    public Task<IResult> ReportAsync<TRow>(Func<ReportInput, IQuery<Report<TRow>>> query)
        where TRow : class =>
            TableAsync(query(new ReportInput(Http.Request.Query.ToDictionary(p => p.Key, p => p.Value[0] ?? "", StringComparer.Ordinal))));

    /// <summary>A change: 200 and the record, or 204 without a body.</summary>
    public Task<IResult> CommandAsync<TResponse>(ICommand<TResponse> command)
        where TResponse : class => SendAsync(command, null);

    /// <summary>A change that creates a record: 201 and its address.</summary>
    public Task<IResult> CreateAsync<TResponse>(ICommand<TResponse> command, Func<Guid, string> location)
        where TResponse : class => SendAsync(command, location);

    private async Task<IResult> SendAsync(IRequest<Domain.Common.Result<CommandOutcome>> command, Func<Guid, string>? location)
    {
        var result = await mediator.Send(command, Http.RequestAborted);
        if (result.Error is { } error)
            return new ProblemResult(error);
        return new OutcomeResult(result.Value, location?.Invoke(result.Value.Id));
    }
}
