using Crm.Application.Common.Fields;
using Crm.Application.Common.Records;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence;

/// <summary>
/// Maps each declared aggregate to its table: key, version, details record, foreign keys, and columns without a maximum length. What
/// the declaration does not say, such as a precision or the children of an aggregate, is in <c>Configurations</c>.
/// </summary>
internal static class RecordMapping
{
    public static void Apply(ModelBuilder model)
    {
        model.Ignore<ActivityLinks>();
        foreach (var record in RecordCatalog.All)
        {
            if (record.Aggregate is { } aggregate)
                Map(model.Entity(aggregate), aggregate, record);
        }
    }

    private static void Map(EntityTypeBuilder entity, Type aggregate, Record record)
    {
        entity.ToTable(record.Table);
        entity.HasKey(nameof(AggregateRoot.Id));
        entity.Property(nameof(AggregateRoot.Version)).IsConcurrencyToken();
        entity.Ignore(nameof(AggregateRoot.Events));
        if (aggregate.GetProperty("Details") is { } details)
            entity.ComplexProperty(details.PropertyType, details.Name);

        var properties = aggregate.GetProperties().ToDictionary(p => ColumnName.Of(p.Name), p => p.Name);
        var fields = record.Fields.All.Where(f => f.Kind != FieldKind.Computed && properties.ContainsKey(f.Column)).ToArray();
        var references = fields.Where(f => f is { Target: not null, TypedBy: null }).Select(f => (f.Target!, f.Column));
        if (record.Parent is { } parent)
            references = references.Append(parent);
        foreach (var (target, column) in references.Where(r => r.Item2 != "id").Distinct())
            entity.HasOne(target).WithMany().HasForeignKey(properties[column]).OnDelete(DeleteBehavior.Restrict);

        foreach (var field in fields.Where(f => f.Kind == FieldKind.Json))
            entity.Property(properties[field.Column]).HasMaxLength(-1).HasColumnType("jsonb");
        foreach (var column in DerivedTexts(record).Where(properties.ContainsKey))
            entity.Property(properties[column]).HasMaxLength(-1);
    }

    /// <summary>The columns that the service fills with text derived from other members: their lengths follow from those.</summary>
    internal static IEnumerable<string> DerivedTexts(Record record)
    {
        var texts = record.Fields.All.Where(f => f.Kind == FieldKind.Text).ToArray();
        return texts.Where(f => f.IsDerived).Select(f => f.Column)
            .Concat(texts.Select(f => f.FoldedColumn))
            .Concat(texts.Where(f => f.SortColumn != f.Column).Select(f => f.SortColumn))
            .Append(record.SearchColumn)
            .Append(record.AddressColumn)
            .OfType<string>();
    }
}
