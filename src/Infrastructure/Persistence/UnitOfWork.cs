using System.Collections.Concurrent;
using System.Data;
using System.Reflection;
using Crm.Infrastructure.Outbox;
using Crm.Infrastructure.Security;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Infrastructure.Persistence;

internal sealed class UnitOfWork(
    CrmDbContext db, IServiceProvider services, CurrentCommand current, OutboxWriter outbox, RightsCache rights, ReadYourWrites writes,
    ICurrentUser user, IClock clock)
    : IUnitOfWork
{
    /// <summary>
    /// How many times a transaction is attempted. Moving a record to the trash can deadlock with changes of its activities.
    /// </summary>
    private const int Attempts = 3;

    private static readonly ConcurrentDictionary<Type, (Type Contract, MethodInfo Handle)> EventHandlers = new();

    public async Task<TResult> RunAsync<TResult>(CommandInfo command, Func<CancellationToken, Task<TResult>> work, CancellationToken ct)
        where TResult : IResult<TResult>
    {
        for (var attempt = 1; ; attempt++)
        {
            db.ChangeTracker.Clear();
            // A failed save ends the transaction, so no savepoint is needed.
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
                if (postgres.SqlState == PostgresErrorCodes.UniqueViolation &&
                    UniqueConstraints.ErrorOf(postgres.ConstraintName) is { } taken)
                    return TResult.Fail(taken);
                if (attempt == Attempts ||
                    postgres.SqlState is not (PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure))
                    throw;
            }
        }
    }

    private async Task<TResult> RunOnceAsync<TResult>(Func<CancellationToken, Task<TResult>> work, CancellationToken ct)
        where TResult : IResult<TResult>
    {
        var start = clock.Now;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            await OpenWrites.RegisterAsync(
                (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction(), start, ct);
            var result = await work(ct);
            if (result.Error is null && current.Info is not { DryRun: true })
            {
                // A client that disconnects from here on does not cancel the commit.
                await transaction.CommitAsync(CancellationToken.None);
            }

            return result;
        }
        catch (InvalidOperationException e) when (db.Database.GetDbConnection().State != ConnectionState.Open)
        {
            // If the database ended the session between two statements, the next one finds the connection closed and throws this exception.
            throw new NpgsqlException("The connection to the database was lost.", e);
        }
    }

    public async Task SaveAsync(CancellationToken ct)
    {
        var events = new List<IDomainEvent>();
        // A handler may change an aggregate; its events are then handled, too.
        while (Take() is { Count: > 0 } taken)
        {
            events.AddRange(taken);
            foreach (var domainEvent in taken)
                await HandleAsync(domainEvent, ct);
        }

        outbox.SetPending(events);
        await db.SaveChangesAsync(ct);
    }

    private List<IDomainEvent> Take()
    {
        var taken = new List<IDomainEvent>();
        var changes = new ChangeSets(db);
        foreach (var entry in changes.Roots)
        {
            // A save that changes no field raises no events.
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

    private static PostgresException? PostgresOf(Exception e) =>
        e as PostgresException ?? (e as DbUpdateException)?.InnerException as PostgresException;
}
