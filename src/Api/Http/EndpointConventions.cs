using Crm.Application.Common.Tables;
using Crm.Application.Reports;

namespace Crm.Api.Http;

/// <summary>The endpoints of a collection; found by scan.</summary>
internal interface IEndpoints
{
    static abstract void Map(IEndpointRouteBuilder app);
}

/// <summary>What an endpoint declares about itself, for the OpenAPI document and for request validation.</summary>
internal static class EndpointConventions
{
    private static readonly int[] ReadProblems = [400, 401, 403, 404, 406, 429, 503];
    private static readonly int[] WriteProblems = [400, 401, 403, 404, 406, 409, 412, 413, 415, 429, 503];

    /// <summary>A group of endpoints under <c>/api</c>.</summary>
    /// <param name="app">Where they are mapped.</param>
    /// <param name="path">The path below <c>/api</c>.</param>
    /// <param name="tag">The tag of the group, and what the OpenAPI document says about it.</param>
    public static RouteGroupBuilder MapCollection(this IEndpointRouteBuilder app, string path, TagDescription tag) =>
        app.MapGroup($"/api/{path}").WithTags(tag);

    /// <summary>Responses of the group show a secret; see <see cref="Compression"/>.</summary>
    public static RouteGroupBuilder ShowsSecrets(this RouteGroupBuilder group) => group.WithMetadata(new ShowsSecretMetadata());

    /// <summary>The tag of a group, with its description.</summary>
    public static RouteGroupBuilder WithTags(this RouteGroupBuilder group, TagDescription tag) =>
        group.WithTags(tag.Tag).WithMetadata(tag);

    /// <summary>A page of a list.</summary>
    public static RouteHandlerBuilder Lists<TQuery, TRow>(this RouteHandlerBuilder endpoint, ListSpec spec, string name, string summary) =>
        endpoint.For<TQuery>(name, summary, ReadProblems).WithMetadata(new ListMetadata(spec)).Produces<Page<TRow>>();

    /// <summary>Any other read.</summary>
    public static RouteHandlerBuilder Reads<TQuery, TView>(
        this RouteHandlerBuilder endpoint, string name, string summary, params string[] parameters) =>
        endpoint.For<TQuery>(name, summary, ReadProblems).WithMetadata(new QueryMetadata(parameters)).Produces<TView>();

    /// <summary>A report; its definition declares its parameters and columns.</summary>
    public static RouteHandlerBuilder Reports<TQuery, TRow>(this RouteHandlerBuilder endpoint, string name)
        where TQuery : IReportQuery
        where TRow : class => endpoint.ReportsAs<TQuery, Report<TRow>>(name);

    /// <summary>A report with a response type of its own.</summary>
    public static RouteHandlerBuilder ReportsAs<TQuery, TResponse>(this RouteHandlerBuilder endpoint, string name)
        where TQuery : IReport
        where TResponse : ITable
    {
        var definition = TQuery.Definition;
        var columns = string.Join('\n', definition.Columns.Select(c => $"- `{c.Name}`: {c.Definition}"));
        return endpoint
            .Reads<TQuery, TResponse>(name, definition.Summary, [.. definition.Parameters.Select(p => p.Name)])
            .WithDescription($"{definition.Definition}\n\n{columns}")
            .WithMetadata(definition)
            .AlsoCsv();
    }

    /// <summary>The endpoint also returns the rows as CSV.</summary>
    public static RouteHandlerBuilder AlsoCsv(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new CsvMetadata());

    /// <summary>POST of a new record.</summary>
    public static RouteHandlerBuilder Creates<TCommand, TView>(this RouteHandlerBuilder endpoint, string name, string summary)
        where TCommand : ICommand<TView>
        where TView : class =>
            endpoint.For<TCommand>(name, summary, WriteProblems).Accepts(typeof(TCommand), "application/json").Produces<TView>(201);

    /// <summary>A change that returns the record; <typeparamref name="TCommand"/> is the request body, if there is one.</summary>
    public static RouteHandlerBuilder Changes<TCommand, TView>(
        this RouteHandlerBuilder endpoint, string name, string summary, bool hasBody = true, bool bodyOptional = false)
    {
        endpoint.For<TCommand>(name, summary, WriteProblems).Produces<TView>();
        return hasBody ? endpoint.Accepts(typeof(TCommand), bodyOptional, "application/json") : endpoint;
    }

    /// <summary>PATCH with a merge patch of the record's PUT body.</summary>
    public static RouteHandlerBuilder Patches<TUpdate, TView>(this RouteHandlerBuilder endpoint, string name, string summary) => endpoint
        .For<TUpdate>(name, summary, WriteProblems).Accepts(typeof(TUpdate), "application/merge-patch+json", "application/json")
            .Produces<TView>();

    /// <summary>A change without a response body.</summary>
    public static RouteHandlerBuilder Deletes<TCommand>(this RouteHandlerBuilder endpoint, string name, string summary)
        where TCommand : ICommand<NoContent> => endpoint.For<TCommand>(name, summary, WriteProblems).Produces(204);

    private static RouteHandlerBuilder For<TUseCase>(this RouteHandlerBuilder endpoint, string name, string summary, int[] problems)
    {
        endpoint.WithName(name).WithSummary(summary).WithMetadata(new UseCaseMetadata(typeof(TUseCase)));
        if (UseCase.Of(typeof(TUseCase)).IsPublic)
            endpoint.AllowAnonymous();
        foreach (var status in problems)
            endpoint.ProducesProblem(status);
        return endpoint;
    }
}
