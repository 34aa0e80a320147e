using Crm.Application.Audit;
using Crm.Application.Timelines;
using Crm.Application.Trash;

namespace Crm.Api.Http;

/// <summary>The endpoints that every declared collection has.</summary>
internal static class RecordEndpoints
{
    /// <summary>The tag of audit rows, of one record and of all.</summary>
    public static readonly TagDescription Audit = new("Audit", "Who changed what, and when.");

    private static readonly TagDescription Trash = new("Trash", "Deleted records, which can be restored.");
    private static readonly TagDescription Timelines = new("Timelines", "What happened to a record, newest first.");

    /// <summary>Get, restore, trash, audit and timeline of a collection, as declared by the collection.</summary>
    public static RouteGroupBuilder MapRecord<TAggregate, TView>(this IEndpointRouteBuilder app, string tag)
        where TAggregate : AggregateRoot, IRestorable
        where TView : class, IView
    {
        var record = RecordCatalog.Of<TAggregate>();
        var (one, operation) = (WithArticle(record.Name), record.OperationName);
        var group = app.MapCollection(record.Collection, new TagDescription(tag, null, typeof(TAggregate)));
        group.MapGet<TView>(record);
        group.MapPost("/{id:guid}/restore",
            (Guid id, UseCaseSender sender) => sender.CommandAsync(new RestoreRecord<TAggregate, TView>(id)))
            .Changes<RestoreRecord<TAggregate, TView>, TView>($"restore{operation}", $"Restore {one} from the trash", hasBody: false);
        app.MapCollection(record.Collection, Trash)
            .MapGet("/trash", (UseCaseSender sender) => sender.ListAsync(input => new ListTrash<TAggregate>(input)))
            .Lists<ListTrash<TAggregate>, TrashRow>(
                ListTrash<TAggregate>.Spec, $"listDeleted{record.OperationPluralName}", $"List the {record.PluralName} in the trash");
        if (record.IsAudited)
        {
            app.MapCollection(record.Collection, Audit)
                .MapGet("/{id:guid}/audit",
                    (Guid id, UseCaseSender sender) => sender.ListAsync(input => new ListRecordAudit(record, id, input)))
                .Lists<ListRecordAudit, AuditRow>(ListRecordAudit.Spec, $"list{record.EntityType}Audit", $"List the audit rows of {one}");
        }

        if (record.HasTimeline)
        {
            app.MapCollection(record.Collection, Timelines)
                .MapGet("/{id:guid}/timeline",
                    (Guid id, UseCaseSender sender) => sender.ListAsync(input => new ListTimeline<TAggregate>(id, input)))
                .Lists<ListTimeline<TAggregate>,
                    TimelineRow>(ListTimeline<TAggregate>.Spec, $"list{operation}Timeline", $"List the timeline of {one}");
        }

        return group;
    }

    /// <summary>GET of one record.</summary>
    public static RouteHandlerBuilder MapGet<TView>(this RouteGroupBuilder group, Record record)
        where TView : class, IView => group
        .MapGet("/{id:guid}", (Guid id, UseCaseSender sender) => sender.QueryAsync(new GetRecord<TView>(id)))
        .Reads<GetRecord<TView>, TView>($"get{record.OperationName}", $"Get {WithArticle(record.Name)}");

    /// <summary>GET of the collection.</summary>
    public static RouteHandlerBuilder MapList<TAggregate, TQuery, TRow>(this RouteGroupBuilder group, Func<ListInput, TQuery> query)
        where TAggregate : AggregateRoot
        where TQuery : IQuery<Page<TRow>>
        where TRow : IListRow
    {
        var record = RecordCatalog.Of<TAggregate>();
        return group.MapGet("/", (UseCaseSender sender) => sender.ListAsync<TRow>(input => query(input)))
            .Lists<TQuery, TRow>(record.List, $"list{record.OperationPluralName}", $"List {record.PluralName}");
    }

    /// <summary>POST of a new record.</summary>
    public static RouteHandlerBuilder MapCreate<TAggregate, TCommand, TResponse>(this RouteGroupBuilder group)
        where TAggregate : AggregateRoot
        where TCommand : ICommand<TResponse>
        where TResponse : class
    {
        var record = RecordCatalog.Of<TAggregate>();
        return group.MapPost(
            "/", (Body<TCommand> body, UseCaseSender sender) => sender.CreateAsync(body.Value, id => $"/api/{record.Collection}/{id}"))
            .Creates<TCommand, TResponse>($"create{record.OperationName}", $"Create {WithArticle(record.Name)}");
    }

    /// <summary>PUT and PATCH of one record.</summary>
    public static void MapUpdate<TUpdate, TAggregate, TView>(this RouteGroupBuilder group)
        where TUpdate : IUpdate<TUpdate, TAggregate, TView>
        where TAggregate : AggregateRoot
        where TView : class, IView
    {
        var record = RecordCatalog.Of<TAggregate>();
        group.MapPut("/{id:guid}", (Guid id, RecordBody body, UseCaseSender sender) =>
                sender.CommandAsync(new UpdateRecord<TUpdate, TAggregate, TView>(id, body.Json, merge: false)))
            .Changes<TUpdate, TView>($"replace{record.OperationName}", $"Replace the fields of {WithArticle(record.Name)}");
        group.MapPatch("/{id:guid}", (Guid id, RecordBody body, UseCaseSender sender) =>
                sender.CommandAsync(new UpdateRecord<TUpdate, TAggregate, TView>(id, body.Json, merge: true)))
            .Patches<TUpdate, TView>($"patch{record.OperationName}", $"Change some fields of {WithArticle(record.Name)}");
    }

    /// <summary>DELETE of one record, without rules of its own.</summary>
    public static void MapDelete<TAggregate>(this RouteGroupBuilder group)
        where TAggregate : AggregateRoot, IDeletable =>
        group.MapDelete<DeleteRecord<TAggregate>>(RecordCatalog.Of<TAggregate>(), id => new DeleteRecord<TAggregate>(id));

    /// <summary>DELETE of one record by its own use case.</summary>
    public static void MapDelete<TCommand>(this RouteGroupBuilder group, Record record, Func<Guid, TCommand> command)
        where TCommand : ICommand<NoContent> => group
        .MapDelete("/{id:guid}", (Guid id, UseCaseSender sender) => sender.CommandAsync(command(id)))
        .Deletes<TCommand>($"delete{record.OperationName}", $"Move {WithArticle(record.Name)} to the trash");

    private static string WithArticle(string name) => $"{("aeioAEIO".Contains(name[0], StringComparison.Ordinal) ? "an" : "a")} {name}";
}
