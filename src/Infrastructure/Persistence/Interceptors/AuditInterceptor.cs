using Crm.Application.Common.Records;
using Crm.Domain.ApiKeys;
using Crm.Domain.Groups;
using Crm.Domain.Roles;
using Crm.Domain.Users;
using Crm.Infrastructure.Outbox;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Crm.Infrastructure.Persistence.Interceptors;

/// <summary>
/// Raises the version of each aggregate that a save changes (children included) by one, sets its update time, and writes one audit row
/// per changed field in the same transaction, together with the outbox messages. No other code does any of this.
/// </summary>
internal sealed class AuditInterceptor(
    IClock clock, ICurrentUser user, IRequestContext request, CurrentCommand current, OutboxWriter outbox, SqlMetrics metrics)
    : SaveChangesInterceptor
{
    private static readonly AuditAction[] MostSpecificFirst =
    [
        AuditAction.StageChange, AuditAction.RightsChange, AuditAction.StatusChange, AuditAction.AssignmentChange, AuditAction.Update,
    ];

    private readonly List<AuditRow> pending = [];

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var db = (CrmDbContext)eventData.Context!;
        pending.Clear();
        var changeSets = new ChangeSets(db);
        var now = clock.Now;
        foreach (var root in changeSets.Roots)
        {
            var changes = changeSets.Of(root);
            if (changes.Count == 0)
                continue;
            if (root.State == EntityState.Added)
            {
                // A backdated record is new to those who poll by this time.
                if (current.Info?.EffectiveAt is not null)
                    root.Property(a => a.UpdatedAt).CurrentValue = now;
            }
            else
            {
                root.Property(a => a.Version).CurrentValue++;
                root.Property(a => a.UpdatedAt).CurrentValue = now;
            }

            AddRows(root, changes, now);
        }

        return ValueTask.FromResult(result);
    }

    public override async ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)eventData.Context!.Database.GetDbConnection());
        AuditRows.AddTo(batch, pending, current);
        outbox.AddTo(batch);
        pending.Clear();
        if (batch.BatchCommands.Count == 0)
            return result;
        var started = SqlMetrics.Start();
        try
        {
            metrics.Done(started, await batch.ExecuteNonQueryAsync(cancellationToken));
            return result;
        }
        catch (Exception e)
        {
            metrics.Failed(started, e);
            throw;
        }
    }

    private void AddRows(EntityEntry<AggregateRoot> root, List<FieldChange> changes, DateTimeOffset now)
    {
        var action = ActionOf(root, changes);
        if (action == AuditAction.RightsChange || root.Entity is User or Role or UserGroup or ApiKey)
            current.ChangesRights = true;
        var metadata = AuditRows.MetadataOf(clock.NewId(), root.Entity.Version, current.Info, request.TraceId, user.Caller?.ApiKeyId);
        foreach (var change in changes)
        {
            pending.Add(new AuditRow(
                clock.NewId(), RecordCatalog.Of(root.Metadata.ClrType).EntityType, root.Entity.Id, action, change.Field, change.OldJson,
                change.NewJson, metadata,
                request.IpAddress, request.UserAgent, now, user.Caller?.UserId));
        }
    }

    /// <summary>The most specific action that describes the changes.</summary>
    private static AuditAction ActionOf(EntityEntry<AggregateRoot> root, List<FieldChange> changes)
    {
        if (root.State == EntityState.Added)
            return AuditAction.Create;
        if (changes.Find(c => c.Field == "deletedAt") is { } trash)
            return trash.NewJson is null ? AuditAction.Restore : AuditAction.Delete;
        return MostSpecificFirst.First(action => action == AuditAction.Update || changes.Exists(c => c.Action == action));
    }
}
