using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Application.Common.Json;

namespace Crm.Application.Common.Records;

/// <summary>A PUT or PATCH of one record.</summary>
/// <param name="AggregateId">The aggregate.</param>
/// <param name="Id">The id of the record: the aggregate or one of its children.</param>
/// <param name="Body">The body as received. Its member names are already checked.</param>
/// <param name="Merge">Whether the body is a merge patch (RFC 7396).</param>
public sealed record UpdateRecord<TUpdate, TAggregate, TView>(Guid AggregateId, Guid Id, JsonObject Body, bool Merge)
    : ICommand<TView>, IDescribedUseCase
    where TUpdate : IUpdate<TUpdate, TAggregate, TView>
    where TAggregate : AggregateRoot
    where TView : class, IView
{
    /// <summary>An update of the aggregate itself.</summary>
    public UpdateRecord(Guid id, JsonObject body, bool merge)
        : this(id, id, body, merge)
    {
    }

    /// <summary>The parent record in the URL.</summary>
    public Guid? ParentId { get; init; }

    public static UseCase Describe() => UseCase.Of(typeof(TUpdate));
}

/// <summary>The implementation of PUT and PATCH: lock, authorize, merge, deserialize strictly, validate, apply.</summary>
internal sealed class UpdateRecordHandler<TUpdate, TAggregate, TView>(
    IRepository<TAggregate> repository, RecordAuthorizer authorizer, IValidator<TUpdate> validator,
    IUpdateHandler<TUpdate, TAggregate> handler, IMapper mapper, IViews views)
    : ICommandHandler<UpdateRecord<TUpdate, TAggregate, TView>, TView>
    where TUpdate : IUpdate<TUpdate, TAggregate, TView>
    where TAggregate : AggregateRoot
    where TView : class, IView
{
    public async Task<Result<Reply<TView>>> HandleAsync(UpdateRecord<TUpdate, TAggregate, TView> command, CancellationToken ct)
    {
        var found = await authorizer.FindAsync(repository, command.AggregateId, RightAction.Update, ct: ct);
        if (found.Error is { } error)
            return error;
        if ((found.Value as IChildAggregate)?.ParentId != command.ParentId)
            return TUpdate.NotFound;
        if (TUpdate.Find(found.Value, command.Id) is not { } current)
            return TUpdate.NotFound;
        var writable = StrictJson.Members(typeof(TUpdate), mayImport: false);
        var body = new JsonObject();
        var shown = new JsonObject();
        foreach (var (name, value) in command.Body)
            (writable.Contains(name) ? body : shown)[name] = value?.DeepClone();
        if (shown.Count > 0 && await CompareAsync(command.Id, found.Value.Version, shown, writable, ct) is { } shownError)
            return shownError;
        if (command.Merge)
        {
            var merged = JsonSerializer.SerializeToNode(mapper.Map<TUpdate>(current), CrmJson.Options)!.AsObject();
            MergePatch.Apply(merged, body);
            body = merged;
        }

        var update = StrictJson.Read<TUpdate>(body, mayImport: false);
        if (update.Error is { } readError)
            return readError;
        if (ValidationErrors.ErrorOf(await validator.ValidateAsync(update.Value, ct)) is { } invalid)
            return invalid;
        var applied = await handler.HandleAsync(update.Value, found.Value, command.Id, ct);
        return applied.Error is { } rejected ? rejected : Reply.View<TView>(command.Id);
    }

    /// <summary>
    /// Compares the members that the response shows and an update cannot change: id and version must fit, what the service derives or
    /// takes from other records is ignored, any other must equal the current value. So the response can be sent back at any time.
    /// </summary>
    private async Task<Error?> CompareAsync(
        Guid id, long version, JsonObject shown, IReadOnlyCollection<string> writable, CancellationToken ct)
    {
        if (shown.TryGetPropertyValue("id", out var shownId) && !JsonEquality.Values(shownId, JsonValue.Create(id.ToString())))
            return CommonErrors.ReadOnlyField("id");
        if (shown.TryGetPropertyValue("version", out var shownVersion))
        {
            if (shownVersion?.GetValueKind() != JsonValueKind.Number)
                return CommonErrors.ReadOnlyField("version");
            if (!JsonEquality.Values(shownVersion, JsonValue.Create(version)))
                return CommonErrors.VersionChanged;
        }

        var members = ShownMembers.Of<TView>();
        JsonObject? current = null;
        foreach (var (name, value) in shown.Where(m => m.Key is not ("id" or "version") && !members.Ignored.Contains(m.Key)))
        {
            if (!members.Compared.Contains(name))
                return StrictJson.UnknownMember(name, writable);
            current ??= JsonNode.Parse((await views.RenderAsync<TView>(id, ct))!.Json)!.AsObject();
            if (!JsonEquality.Values(value, current[name]))
                return CommonErrors.ReadOnlyField(name, TUpdate.Remedy(name));
        }

        return null;
    }
}
