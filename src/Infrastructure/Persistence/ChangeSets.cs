using Crm.Domain.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Crm.Infrastructure.Persistence;

/// <summary>A column that changes, with its values as they are stored.</summary>
/// <param name="Field">As the API names it; a child's as <c>products.{id}.quantity</c>.</param>
internal sealed record FieldChange(string Field, string? OldJson, string? NewJson, PropertyEntry Property);

/// <summary>Finds what a save changes on an aggregate: its own columns and those of its children.</summary>
internal static class ChangeSets
{
    public static bool HasChanges(CrmDbContext db, EntityEntry<AggregateRoot> root) =>
        root.State == EntityState.Added || Of(db, root).Count > 0;

    public static List<FieldChange> Of(CrmDbContext db, EntityEntry root)
    {
        var changes = new List<FieldChange>();
        Collect(root, "", changes);
        foreach (var navigation in root.Metadata.GetNavigations().Where(n => n.IsCollection))
        {
            var name = char.ToLowerInvariant(navigation.Name[0]) + navigation.Name[1..];
            var foreignKey = navigation.ForeignKey.Properties[0].Name;
            var rootId = ((AggregateRoot)root.Entity).Id;
            // Removed children are no longer in the collection; the tracker still knows them.
            foreach (var child in db.ChangeTracker.Entries().Where(e => e.Metadata == navigation.TargetEntityType))
            {
                if (child.State is EntityState.Unchanged or EntityState.Detached || !Equals(child.Property(foreignKey).OriginalValue ?? child.Property(foreignKey).CurrentValue, rootId))
                    continue;
                Collect(child, $"{name}.{child.Property("Id").CurrentValue}.", changes);
            }
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
            if (metadata.IsDerived() || metadata.IsPrimaryKey() || (prefix.Length > 0 && metadata.IsForeignKey()))
                continue;
            if (entry.State == EntityState.Modified && !property.IsModified)
                continue;
            var before = entry.State == EntityState.Added ? null : AuditJson.Of(metadata, property.OriginalValue);
            var after = entry.State == EntityState.Deleted ? null : AuditJson.Of(metadata, property.CurrentValue);
            if (before != after)
                changes.Add(new FieldChange(prefix + Camel(metadata.Name), before, after, property));
        }
    }

    private static IEnumerable<PropertyEntry> PropertiesOf(EntityEntry entry) =>
        entry.Properties.Concat(entry.ComplexProperties.SelectMany(c => c.Properties));

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
