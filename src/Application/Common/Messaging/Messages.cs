using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Application.Common.Json;
using Crm.Application.Common.Ports;
using Crm.Domain.Common;
using MediatR;

namespace Crm.Application.Common.Messaging;

/// <summary>A question that changes nothing.</summary>
public interface IQuery<TAnswer> : IRequest<Result<TAnswer>>;

public interface IQueryHandler<in TQuery, TAnswer> : IRequestHandler<TQuery, Result<TAnswer>>
    where TQuery : IQuery<TAnswer>;

/// <summary>A change, run as one transaction by the unit of work.</summary>
public interface ICommand : IRequest<Result<Outcome>>
{
    /// <summary>Renders the answer once the change is saved, on the same connection; null where there is none.</summary>
    Task<Rendered?> RenderAsync(IViews views, Outcome outcome, CancellationToken ct);
}

/// <summary>A change that is answered with the view of what it changed.</summary>
/// <typeparam name="TView">What a GET of the record shows; read by the one <see cref="IViewReader{TView}"/>.</typeparam>
public interface ICommand<TView> : ICommand
    where TView : class, IView
{
    Task<Rendered?> ICommand.RenderAsync(IViews views, Outcome outcome, CancellationToken ct) => views.RenderAsync<TView>(outcome.Id, ct);
}

/// <summary>A change that is answered with nothing but its success.</summary>
public interface ICommandWithoutView : ICommand
{
    Task<Rendered?> ICommand.RenderAsync(IViews views, Outcome outcome, CancellationToken ct) => Task.FromResult<Rendered?>(null);
}

/// <summary>A change of many records, answered with what its handler says about them: counts, a result for each.</summary>
/// <typeparam name="TAnswer">The answer; it has no version.</typeparam>
public interface ICommandWithAnswer<TAnswer> : ICommand
    where TAnswer : class
{
    Task<Rendered?> ICommand.RenderAsync(IViews views, Outcome outcome, CancellationToken ct) =>
        Task.FromResult<Rendered?>(new Rendered(null, JsonSerializer.SerializeToUtf8Bytes((TAnswer)outcome.Said!, CrmJson.Options)));
}

/// <summary>A change that is answered with the view of what it changed and with what its handler alone knows: a secret, warnings.</summary>
/// <typeparam name="TView">What a GET of the record shows.</typeparam>
/// <typeparam name="TMore">What comes beside it.</typeparam>
public interface ICommandWithMore<TView, TMore> : ICommand
    where TView : class, IView
    where TMore : class
{
    /// <summary>Both in one.</summary>
    object AnswerOf(TView view, TMore more);

    async Task<Rendered?> ICommand.RenderAsync(IViews views, Outcome outcome, CancellationToken ct)
    {
        var view = await views.ReadAsync<TView>(outcome.Id, ct).ConfigureAwait(false);
        return view is null ? null : new Rendered(view.Version, JsonSerializer.SerializeToUtf8Bytes(AnswerOf(view, (TMore)outcome.Said!), CrmJson.Options));
    }
}

/// <summary>The record that was changed, and what comes beside it in the answer.</summary>
public sealed record Changed<TMore>(Guid Id, TMore More);

/// <summary>Changes aggregates and answers with the id of what is to be shown and what comes beside it. Saves nothing itself.</summary>
public interface ICommandWithMoreHandler<in TCommand, TView, TMore> : IRequestHandler<TCommand, Result<Outcome>>
    where TCommand : ICommandWithMore<TView, TMore>
    where TView : class, IView
    where TMore : class
{
    Task<Result<Changed<TMore>>> HandleAsync(TCommand command, CancellationToken ct);

    async Task<Result<Outcome>> IRequestHandler<TCommand, Result<Outcome>>.Handle(TCommand request, CancellationToken cancellationToken)
    {
        var result = await HandleAsync(request, cancellationToken).ConfigureAwait(false);
        return result.Error is { } error ? error : new Outcome(result.Value.Id) { Said = result.Value.More };
    }
}

/// <summary>Changes aggregates and answers with what is to be said. Saves nothing itself.</summary>
public interface ICommandWithAnswerHandler<in TCommand, TAnswer> : IRequestHandler<TCommand, Result<Outcome>>
    where TCommand : ICommandWithAnswer<TAnswer>
    where TAnswer : class
{
    Task<Result<TAnswer>> HandleAsync(TCommand command, CancellationToken ct);

    async Task<Result<Outcome>> IRequestHandler<TCommand, Result<Outcome>>.Handle(TCommand request, CancellationToken cancellationToken)
    {
        var result = await HandleAsync(request, cancellationToken).ConfigureAwait(false);
        return result.Error is { } error ? error : new Outcome(Guid.Empty) { Said = result.Value };
    }
}

/// <summary>A change that can be tried: it is done, answered, and then undone as a whole; an idempotency key plays no part.</summary>
public interface IDryRun
{
    [JsonIgnore]
    bool DryRun { get; }
}

/// <summary>A change that an importing caller may date back.</summary>
public interface IDatedBack
{
    /// <summary>When it happened, where that is not now.</summary>
    [JsonIgnore]
    DateTimeOffset? EffectiveAt { get; }
}

/// <summary>Changes aggregates and answers with the id of what is to be shown. Saves nothing itself.</summary>
public interface ICommandHandler<in TCommand> : IRequestHandler<TCommand, Result<Outcome>>
    where TCommand : ICommand
{
    Task<Result<Guid>> HandleAsync(TCommand command, CancellationToken ct);

    async Task<Result<Outcome>> IRequestHandler<TCommand, Result<Outcome>>.Handle(TCommand request, CancellationToken cancellationToken)
    {
        var result = await HandleAsync(request, cancellationToken).ConfigureAwait(false);
        return result.Error is { } error ? error : new Outcome(result.Value);
    }
}

/// <summary>What a command led to.</summary>
/// <param name="Id">The record that is shown.</param>
public sealed record Outcome(Guid Id)
{
    /// <summary>What the handler says beyond the id, for the answer.</summary>
    public object? Said { get; init; }

    /// <summary>The answer, or null where the command has none.</summary>
    public Rendered? Answer { get; init; }

    /// <summary>Whether it is the stored answer of an earlier call with the same idempotency key.</summary>
    public bool Replayed { get; init; }
}

/// <summary>An answer as it goes out.</summary>
/// <param name="Version">The record's version, its ETag; null where the answer is no record.</param>
/// <param name="Json">UTF-8 JSON.</param>
public sealed record Rendered(long? Version, byte[] Json);

/// <summary>What a GET of a record shows.</summary>
public interface IView
{
    /// <summary>The version of the aggregate, the record's ETag.</summary>
    long Version { get; }
}

/// <summary>Reads one view; the one place where its SQL stands.</summary>
public interface IViewReader<TView>
    where TView : class, IView
{
    /// <summary>The live record, or null.</summary>
    /// <param name="db">The read database, or the unit of work's own connection.</param>
    /// <param name="id">The record.</param>
    /// <param name="scope">Which records may be seen; <see cref="ScopeFilter.None"/> once a change was allowed.</param>
    /// <param name="ct">Cancels the statement.</param>
    Task<TView?> ReadAsync(IDb db, Guid id, ScopeFilter scope, CancellationToken ct);
}

/// <summary>Renders views on the unit of work's connection.</summary>
public interface IViews
{
    Task<Rendered?> RenderAsync<TView>(Guid id, CancellationToken ct)
        where TView : class, IView;

    /// <summary>The view itself, for an answer that is made of several.</summary>
    Task<TView?> ReadAsync<TView>(Guid id, CancellationToken ct)
        where TView : class, IView;
}
