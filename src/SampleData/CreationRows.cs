using System.Collections;
using Crm.Application.Common.Fields;
using Crm.Application.Common.Records;
using Crm.Infrastructure.Outbox;
using Crm.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.SampleData;

/// <summary>What a save of new aggregates writes besides their own rows: audit rows and outbox messages.</summary>
internal sealed class CreationRows(ModelColumns model, IClock clock, CommandInfo command)
{
    public static readonly TableColumn<AuditRow>[] AuditColumns =
    [
        new("id", "uuid", r => r.Id),
        new("entity_type", "text", r => r.EntityType),
        new("entity_id", "uuid", r => r.EntityId),
        new("action", "text", r => EnumText<AuditAction>.Of(r.Action)),
        new("field_name", "text", r => r.FieldName),
        new("old_value", "text", r => r.OldValue),
        new("new_value", "text", r => r.NewValue),
        new("metadata", "jsonb", r => r.Metadata),
        new("created_at", "timestamp with time zone", r => r.CreatedAt),
    ];

    private readonly Dictionary<IEntityType, List<AuditedField>> audited = [];

    private sealed record AuditedField(IProperty Property, RecordField Field, Func<object, object?> Read);

    /// <summary>The messages are marked as relayed: subscribers must not be notified of invented events.</summary>
    public TableColumn<IDomainEvent>[] OutboxColumns { get; } =
    [
        new("id", "uuid", _ => clock.NewId()),
        new("aggregate_id", "uuid", e => e.AggregateId),
        new("type", "text", e => e.GetType().Name),
        new("payload", "jsonb", OutboxWriter.PayloadOf),
        new("occurred_at", "timestamp with time zone", e => e.OccurredAt),
        new("relayed_at", "timestamp with time zone", _ => clock.Now),
    ];

    /// <summary>One audit row for each field of a new aggregate and of its children that has a value.</summary>
    public IEnumerable<AuditRow> AuditRowsOf(AggregateRoot record)
    {
        var entity = model.EntityOf(record.GetType());
        var (name, now) = (RecordCatalog.Of(record.GetType()).EntityType, clock.Now);
        var metadata = AuditRows.MetadataOf(clock.NewId(), record.Version, command);
        return FieldsOf(record, "").Concat(
                from navigation in entity.GetNavigations()
                where navigation.IsCollection
                from object child in (IEnumerable)navigation.PropertyInfo!.GetValue(record)!
                from field in FieldsOf(child, $"{DeclaredFields.NameOf(navigation)}.{IdOf(child)}.")
                select field)
            .Select(f => new AuditRow(
                clock.NewId(), name, record.Id, AuditAction.Create, f.Name, null, f.Value, metadata, null, null, now, null));
    }

    private IEnumerable<(string Name, string? Value)> FieldsOf(object record, string prefix)
    {
        foreach (var (property, field, read) in AuditedOf(model.EntityOf(record.GetType()), ofChild: prefix.Length > 0))
        {
            if (AuditJson.Of(property, read(record)) is { } value)
                yield return (prefix + field.Name, field.IsSecret ? null : value);
        }
    }

    private List<AuditedField> AuditedOf(IEntityType entity, bool ofChild) =>
        audited.TryGetValue(entity, out var fields)
            ? fields
            : audited[entity] =
            [
                .. from column in model.Of(entity)
                   let field = DeclaredFields.AuditedAs(column.Property, ofChild)
                   where field is not null
                   select new AuditedField(column.Property, field, column.Read),
            ];

    private object? IdOf(object child) => model.Of(model.EntityOf(child.GetType())).First(c => c.Property.IsPrimaryKey()).Read(child);
}
