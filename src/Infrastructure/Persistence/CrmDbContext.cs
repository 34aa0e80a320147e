using System.Text.Json;
using Crm.Application.Common.Text;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Crm.Infrastructure.Persistence;

/// <summary>Maps the aggregates to tables: names in snake_case, enums as checked text, keys set by the domain.</summary>
public sealed class CrmDbContext(DbContextOptions<CrmDbContext> options) : DbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Indexes, including those of foreign keys, are objects in Schema/indexes, so that they are read and changed in one place.
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();
        configurationBuilder.Properties<string>().HaveMaxLength(Limits.Line);
        configurationBuilder.Properties<decimal>().HavePrecision(18, 2);
        configurationBuilder.Properties<JsonElement>().HaveConversion<JsonElementConverter, JsonElementComparer>().HaveMaxLength(-1)
            .HaveColumnType("jsonb");
        configurationBuilder.Properties<DateOrInstant>().HaveConversion<DateOrInstantConverter>().HaveMaxLength(Instants.Length);
        foreach (var type in typeof(AggregateRoot).Assembly.GetTypes().Where(t => t.IsEnum))
            configurationBuilder.Properties(type).HaveConversion(typeof(EnumTextConverter<>).MakeGenericType(type)).HaveColumnType("text");
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasPostgresExtension("pg_trgm");
        RecordMapping.Apply(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CrmDbContext).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            var table = entity.GetTableName()!;
            foreach (var property in PropertiesOf(entity))
            {
                property.SetColumnName(ColumnName.Of(property.Name));
                if (FieldRules.Of(property.DeclaringType.ClrType)?.Find(property.Name) is { } field)
                    ApplyRules(entity, property, field);
                if ((Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) is { IsEnum: true } type)
                    entity.AddCheckConstraint($"ck_{table}_{ColumnName.Of(property.Name)}", CheckOf(ColumnName.Of(property.Name), type));
            }

            foreach (var key in entity.GetKeys())
                key.SetName($"pk_{table}");
            foreach (var foreignKey in entity.GetForeignKeys())
                foreignKey.SetConstraintName($"fk_{table}_{string.Join('_', foreignKey.Properties.Select(p => ColumnName.Of(p.Name)))}");
            // Otherwise EF treats a child that was added to a loaded aggregate as modified.
            if (entity.FindPrimaryKey()?.Properties is [{ ClrType: var keyType } key1] && keyType == typeof(Guid))
                key1.ValueGenerated = ValueGenerated.Never;
        }
    }

    /// <summary>Maps the domain's rules to the column's length, nullability and check.</summary>
    private static void ApplyRules(IMutableEntityType entity, IMutableProperty property, Field field)
    {
        if (FieldChecks.LengthOf(field) is { } length)
            property.SetMaxLength(length);
        if (field.Rules.OfType<RequiredRule>().Any())
            property.IsNullable = false;
        if (FieldChecks.Of(field, ColumnName.Of) is { } check)
            entity.AddCheckConstraint($"ck_{entity.GetTableName()}_{ColumnName.Of(property.Name)}", check);
    }

    private static IEnumerable<IMutableProperty> PropertiesOf(IMutableTypeBase type) =>
        type.GetProperties().Concat(type.GetComplexProperties().SelectMany(c => PropertiesOf(c.ComplexType)));

    private static string CheckOf(string column, Type type)
    {
        var names = (IReadOnlyList<string>)typeof(EnumText<>).MakeGenericType(type)
            .GetProperty(nameof(EnumText<LeadSource>.Names))!.GetValue(null)!;
        return $"{column} in ({string.Join(", ", names.Select(n => $"'{n}'"))})";
    }
}
