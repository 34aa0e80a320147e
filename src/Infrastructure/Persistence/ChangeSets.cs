using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Infrastructure.Persistence;

/// <summary>A declared field that changes, with its values as they are stored.</summary>
/// <param name="Field">The name in the API; <c>products.{id}.quantity</c> for a child.</param>
/// <param name="OldJson">The value before; null if there was none, or if the field is secret.</param>
/// <param name="NewJson">The value after; null if there is none, or if the field is secret.</param>
/// <param name="Action">What the change of the field means; <see cref="AuditAction.Update"/> for a child.</param>
internal sealed record FieldChange(string Field, string? OldJson, string? NewJson, AuditAction Action);

/// <summary>What a save changes on each aggregate: its own columns and those of its children.</summary>
internal sealed class ChangeSets
{
    private readonly List<EntityEntry<AggregateRoot>> roots;
    private readonly ILookup<(IEntityType Type, Guid RootId), EntityEntry> children;

    public ChangeSets(CrmDbContext db)
    {
        // Read once for the whole save: each access to the entries detects changes again.
        var entries = db.ChangeTracker.Entries().ToList();
        roots = [.. db.ChangeTracker.Entries<AggregateRoot>()];
        children = entries
            .Where(e => e.State is not (EntityState.Unchanged or EntityState.Detached) && e.Entity is not AggregateRoot)
            .SelectMany(e => e.Metadata.GetForeignKeys().Where(f => f.PrincipalToDependent is not null)
                .Select(f => (Entry: e, Key: f.Properties[0].Name)))
            // Removed children are no longer in the collection; the tracker still has the id of their aggregate.
            .ToLookup(c => (c.Entry.Metadata as IEntityType,
                (Guid)(c.Entry.Property(c.Key).OriginalValue ?? c.Entry.Property(c.Key).CurrentValue)!), c => c.Entry);
    }

    public IReadOnlyList<EntityEntry<AggregateRoot>> Roots => roots;

    public List<FieldChange> Of(EntityEntry<AggregateRoot> root)
    {
        var changes = new List<FieldChange>();
        Collect(root, "", changes);
        foreach (var navigation in root.Metadata.GetNavigations().Where(n => n.IsCollection))
        {
            foreach (var child in children[(navigation.TargetEntityType, root.Entity.Id)])
                Collect(child, $"{DeclaredFields.NameOf(navigation)}.{child.Property("Id").CurrentValue}.", changes);
        }

        return changes;
    }

    private static void Collect(EntityEntry entry, string prefix, List<FieldChange> changes)
    {
        if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted))
            return;
        foreach (var property in PropertiesOf(entry))
        {
            var metadata = property.Metadata;
            if (DeclaredFields.AuditedAs(metadata, ofChild: prefix.Length > 0) is not { } field)
                continue;
            if (entry.State == EntityState.Modified && !property.IsModified)
                continue;
            var before = entry.State == EntityState.Added ? null : AuditJson.Of(metadata, property.OriginalValue);
            var after = entry.State == EntityState.Deleted ? null : AuditJson.Of(metadata, property.CurrentValue);
            // The audit records that a secret changed, never its value.
            if (before != after)
                changes.Add(new FieldChange(
                    prefix + field.Name, field.IsSecret ? null : before, field.IsSecret ? null : after,
                    prefix.Length > 0 ? AuditAction.Update : field.Action));
        }
    }

    private static IEnumerable<PropertyEntry> PropertiesOf(EntityEntry entry) =>
        entry.Properties.Concat(entry.ComplexProperties.SelectMany(c => c.Properties));
}
