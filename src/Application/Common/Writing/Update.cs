using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Application.Common.Json;
using Crm.Application.Common.Messaging;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using Crm.Domain.Roles;
using FluentValidation;

namespace Crm.Application.Common.Writing;

/// <summary>All that a PUT of an aggregate may write; a PATCH is merged onto the one that shows its present state.</summary>
/// <typeparam name="TSelf">The request itself.</typeparam>
/// <typeparam name="TAggregate">What it writes.</typeparam>
/// <typeparam name="TView">What a GET shows; its members that cannot be written are accepted when they equal the present value.</typeparam>
public interface IUpdate<TSelf, TAggregate, TView>
    where TSelf : IUpdate<TSelf, TAggregate, TView>
    where TAggregate : AggregateRoot
    where TView : class, IView
{
    static abstract Access<TAggregate> Access { get; }

    /// <summary>What a PUT that changes nothing would send; null where the aggregate has no such child.</summary>
    /// <param name="aggregate">What is written.</param>
    /// <param name="id">The record: the aggregate itself, or a child of it.</param>
    static abstract TSelf? From(TAggregate aggregate, Guid id);

    /// <summary>The answer where there is no such record.</summary>
    static virtual Error NotFound => TSelf.Access.NotFound;

    /// <summary>The record that it stands under in its address, where that is no part of the aggregate; null: it stands by itself.</summary>
    static virtual Guid? ParentOf(TAggregate aggregate) => null;

    /// <summary>Where to turn for a member that cannot be written here.</summary>
    static virtual string? Remedy(string member) => null;
}

/// <summary>Applies a complete, valid update to a locked aggregate.</summary>
public interface IUpdateHandler<in TUpdate, in TAggregate>
{
    /// <param name="update">Complete and valid.</param>
    /// <param name="aggregate">What is written.</param>
    /// <param name="id">The record: the aggregate itself, or a child of it.</param>
    /// <param name="ct">Cancels statements.</param>
    Task<Result> HandleAsync(TUpdate update, TAggregate aggregate, Guid id, CancellationToken ct);
}

/// <summary>A PUT or PATCH of one record.</summary>
/// <param name="AggregateId">The aggregate.</param>
/// <param name="Id">The record: the aggregate itself, or a child of it.</param>
/// <param name="Body">The body as it came, member names already known to be the record's.</param>
/// <param name="Merge">Whether the body is a merge patch (RFC 7396).</param>
public sealed record Write<TUpdate, TAggregate, TView>(Guid AggregateId, Guid Id, JsonObject Body, bool Merge) : ICommand<TView>
    where TUpdate : IUpdate<TUpdate, TAggregate, TView>
    where TAggregate : AggregateRoot
    where TView : class, IView
{
    /// <summary>A write of the aggregate itself.</summary>
    public Write(Guid id, JsonObject body, bool merge)
        : this(id, id, body, merge)
    {
    }

    /// <summary>The record that it stands under in its address.</summary>
    public Guid? ParentId { get; init; }
}

/// <summary>The one way a record is replaced or patched: lock, check, merge, read strictly, validate, apply.</summary>
internal sealed class WriteHandler<TUpdate, TAggregate, TView>(
    IRepository<TAggregate> repository, Guard guard, IValidator<TUpdate> validator, IUpdateHandler<TUpdate, TAggregate> handler, IViews views)
    : ICommandHandler<Write<TUpdate, TAggregate, TView>>
    where TUpdate : IUpdate<TUpdate, TAggregate, TView>
    where TAggregate : AggregateRoot
    where TView : class, IView
{
    public async Task<Result<Guid>> HandleAsync(Write<TUpdate, TAggregate, TView> command, CancellationToken ct)
    {
        var found = await guard.FindAsync(repository, TUpdate.Access, command.AggregateId, RightAction.Update, ct: ct).ConfigureAwait(false);
        if (found.Error is { } error)
            return error;
        if (TUpdate.ParentOf(found.Value) != command.ParentId)
            return TUpdate.NotFound;
        if (TUpdate.From(found.Value, command.Id) is not { } current)
            return TUpdate.NotFound;
        var writable = StrictJson.Members(typeof(TUpdate), mayImport: false);
        var body = new JsonObject();
        var shown = new JsonObject();
        foreach (var (name, value) in command.Body)
            (writable.Contains(name) ? body : shown)[name] = value?.DeepClone();
        if (shown.Count > 0 && await CompareAsync(command.Id, shown, writable, ct).ConfigureAwait(false) is { } shownError)
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
        if (Validation.ErrorOf(await validator.ValidateAsync(update.Value, ct).ConfigureAwait(false)) is { } invalid)
            return invalid;
        var applied = await handler.HandleAsync(update.Value, found.Value, command.Id, ct).ConfigureAwait(false);
        return applied.Error is { } refused ? refused : command.Id;
    }

    /// <summary>Members that are shown but cannot be written must equal what is shown now.</summary>
    private async Task<Error?> CompareAsync(Guid id, JsonObject shown, IReadOnlyCollection<string> writable, CancellationToken ct)
    {
        var view = await views.RenderAsync<TView>(id, ct).ConfigureAwait(false);
        var present = view is null ? [] : JsonNode.Parse(view.Json)!.AsObject();
        foreach (var (name, value) in shown)
        {
            if (!present.TryGetPropertyValue(name, out var now))
                return StrictJson.UnknownMember(name, writable);
            if (!JsonSame.Values(value, now))
                return CommonErrors.ReadOnlyField(name, TUpdate.Remedy(name));
        }

        return null;
    }
}
