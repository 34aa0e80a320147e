using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Application.Common.Json;

namespace Crm.Application.Common.Records;

/// <summary>The one way a record is replaced or patched: lock, check, merge, read strictly, validate, apply.</summary>
internal sealed class UpdateRecordHandler<TUpdate, TAggregate, TView>(
    IRepository<TAggregate> repository, RecordAuthorizer guard, IValidator<TUpdate> validator, IUpdateHandler<TUpdate, TAggregate> handler, IViews views)
    : ICommandHandler<UpdateRecord<TUpdate, TAggregate, TView>>
    where TUpdate : IUpdate<TUpdate, TAggregate, TView>
    where TAggregate : AggregateRoot
    where TView : class, IView
{
    public async Task<Result<Guid>> HandleAsync(UpdateRecord<TUpdate, TAggregate, TView> command, CancellationToken ct)
    {
        var found = await guard.FindAsync(repository, TUpdate.Access, command.AggregateId, RightAction.Update, ct: ct);
        if (found.Error is { } error)
            return error;
        if (TUpdate.ParentOf(found.Value) != command.ParentId)
            return TUpdate.NotFound;
        if (TUpdate.From(found.Value, command.Id) is not { } current)
            return TUpdate.NotFound;
        var writable = StrictJson.Members(typeof(TUpdate), mayImport: false);
        var body = new JsonObject();
        var shown = new JsonObject();
        foreach (var (name, value) in command.Body.Where(m => !TUpdate.IsOfCreation(m.Key)))
            (writable.Contains(name) ? body : shown)[name] = value?.DeepClone();
        if (shown.Count > 0 && await CompareAsync(command.Id, shown, writable, ct) is { } shownError)
            return shownError;
        if (command.Merge)
        {
            var present = JsonSerializer.SerializeToNode(current, CrmJson.Options)!.AsObject();
            MergePatch.Apply(present, body);
            body = present;
        }

        var update = StrictJson.Read<TUpdate>(body, mayImport: false);
        if (update.Error is { } readError)
            return readError;
        if (ValidationErrors.ErrorOf(await validator.ValidateAsync(update.Value, ct)) is { } invalid)
            return invalid;
        var applied = await handler.HandleAsync(update.Value, found.Value, command.Id, ct);
        return applied.Error is { } refused ? refused : command.Id;
    }

    /// <summary>Members that are shown but cannot be written must equal what is shown now.</summary>
    private async Task<Error?> CompareAsync(Guid id, JsonObject shown, IReadOnlyCollection<string> writable, CancellationToken ct)
    {
        var view = await views.RenderAsync<TView>(id, ct);
        var present = view is null ? [] : JsonNode.Parse(view.Json)!.AsObject();
        foreach (var (name, value) in shown)
        {
            if (!present.TryGetPropertyValue(name, out var now))
                return StrictJson.UnknownMember(name, writable);
            if (!JsonEquality.Values(value, now))
                return CommonErrors.ReadOnlyField(name, TUpdate.Remedy(name));
        }

        return null;
    }
}
