using System.Collections.Concurrent;
using System.Data;
using System.Reflection;
using Crm.Infrastructure.Outbox;
using Crm.Infrastructure.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Infrastructure.Persistence;

internal sealed class UnitOfWork(CrmDbContext db, IServiceProvider services, CurrentCommand current, OutboxWriter outbox, RightsCache rights, ReadYourWrites writes, ICurrentUser user)
    : IUnitOfWork
{
    /// <summary>How often a transaction is tried that others get in the way of: what goes to the trash meets those at work on what it is about.</summary>
    private const int Attempts = 3;

    private static readonly ConcurrentDictionary<Type, (Type Contract, MethodInfo Handle)> EventHandlers = new();

    public async Task<TResult> RunAsync<TResult>(CommandInfo command, Func<CancellationToken, Task<TResult>> work, CancellationToken ct)
        where TResult : IResult<TResult>
    {
        for (var attempt = 1; ; attempt++)
        {
            db.ChangeTracker.Clear();
            // A failed save ends the transaction, so there is nothing to go back to.
            db.Database.AutoSavepointsEnabled = false;
            current.Info = command;
            current.ChangesRights = false;
            try
            {
                var result = await RunOnceAsync(work, ct);
                if (result.Error is not null || command.DryRun)
                    return result;
                if (current.ChangesRights)
                    rights.Clear();
                outbox.Committed();
                writes.Add(user.Caller?.UserId);
                return result;
            }
            catch (Exception e) when (PostgresOf(e) is { } postgres)
            {
                if (postgres.SqlState == PostgresErrorCodes.UniqueViolation && UniqueConstraints.ErrorOf(postgres.ConstraintName) is { } taken)
                    return TResult.Fail(taken);
                if (attempt == Attempts || postgres.SqlState is not (PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure))
                    throw;
            }
        }
    }

    private async Task<TResult> RunOnceAsync<TResult>(Func<CancellationToken, Task<TResult>> work, CancellationToken ct)
        where TResult : IResult<TResult>
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            var result = await work(ct);
            if (result.Error is null && current.Info is not { DryRun: true })
            {
                // From here on the caller's hanging up changes nothing.
                await transaction.CommitAsync(CancellationToken.None);
            }

            return result;
        }
        catch (InvalidOperationException e) when (db.Database.GetDbConnection().State != ConnectionState.Open)
        {
            // A session that the database ended between two statements is found closed by the next one, which takes it for a misuse.
            throw new NpgsqlException("The connection to the database was lost.", e);
        }
    }

    public async Task SaveAsync(CancellationToken ct)
    {
        var events = new List<IDomainEvent>();
        // A handler may change an aggregate, whose events are handled in turn.
        while (Take() is { Count: > 0 } taken)
        {
            events.AddRange(taken);
            foreach (var domainEvent in taken)
                await HandleAsync(domainEvent, ct);
        }

        outbox.Hold(events);
        await db.SaveChangesAsync(ct);
    }

    private List<IDomainEvent> Take()
    {
        var taken = new List<IDomainEvent>();
        var changes = new ChangeSets(db);
        foreach (var entry in changes.Roots)
        {
            // A change that changes nothing is no event.
            if (entry.Entity.Events.Count > 0 && (entry.State == EntityState.Added || changes.Of(entry).Count > 0))
                taken.AddRange(entry.Entity.Events);
            entry.Entity.ClearEvents();
        }

        return taken;
    }

    private async Task HandleAsync(IDomainEvent domainEvent, CancellationToken ct)
    {
        var (contract, handle) = EventHandlers.GetOrAdd(domainEvent.GetType(), type =>
        {
            var closed = typeof(IDomainEventHandler<>).MakeGenericType(type);
            return (closed, closed.GetMethod(nameof(IDomainEventHandler<IDomainEvent>.HandleAsync))!);
        });
        foreach (var handler in services.GetServices(contract))
            await ((Task)handle.Invoke(handler, [domainEvent, ct])!);
    }

    private static PostgresException? PostgresOf(Exception e) => e as PostgresException ?? (e as DbUpdateException)?.InnerException as PostgresException;
}
