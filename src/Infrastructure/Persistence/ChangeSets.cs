using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Infrastructure.Persistence;

/// <summary>A column that changes, with its values as they are stored.</summary>
/// <param name="Field">As the API names it; a child's as <c>products.{id}.quantity</c>.</param>
internal sealed record FieldChange(string Field, string? OldJson, string? NewJson, PropertyEntry Property);

/// <summary>What a save changes on each aggregate: its own columns and those of its children.</summary>
internal sealed class ChangeSets
{
    private readonly List<EntityEntry<AggregateRoot>> roots;
    private readonly ILookup<(IEntityType Type, Guid RootId), EntityEntry> children;

    public ChangeSets(CrmDbContext db)
    {
        // Once for the whole save: each look at the entries would detect changes anew.
        var entries = db.ChangeTracker.Entries().ToList();
        roots = [.. db.ChangeTracker.Entries<AggregateRoot>()];
        children = entries
            .Where(e => e.State is not (EntityState.Unchanged or EntityState.Detached) && e.Entity is not AggregateRoot)
            .SelectMany(e => e.Metadata.GetForeignKeys().Where(f => f.PrincipalToDependent is not null).Select(f => (Entry: e, Key: f.Properties[0].Name)))
            // Removed children are no longer in the collection; the tracker still knows whose they were.
            .ToLookup(c => (c.Entry.Metadata as IEntityType, (Guid)(c.Entry.Property(c.Key).OriginalValue ?? c.Entry.Property(c.Key).CurrentValue)!), c => c.Entry);
    }

    public IReadOnlyList<EntityEntry<AggregateRoot>> Roots => roots;

    public List<FieldChange> Of(EntityEntry<AggregateRoot> root)
    {
        var changes = new List<FieldChange>();
        Collect(root, "", changes);
        foreach (var navigation in root.Metadata.GetNavigations().Where(n => n.IsCollection))
        {
            foreach (var child in children[(navigation.TargetEntityType, root.Entity.Id)])
                Collect(child, $"{Camel(navigation.Name)}.{child.Property("Id").CurrentValue}.", changes);
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
            if (metadata.IsDerived() || metadata.IsPrimaryKey() || (prefix.Length > 0 && metadata.GetContainingForeignKeys().Any(f => f.PrincipalToDependent is not null)))
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
