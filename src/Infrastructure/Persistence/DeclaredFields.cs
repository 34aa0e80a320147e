using System.Collections.Concurrent;
using Crm.Application.Common.Fields;
using Crm.Application.Common.Records;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Infrastructure.Persistence;

/// <summary>Finds the declared field of a column. A column that no record declares is not audited and does not raise the version.</summary>
internal static class DeclaredFields
{
    private static readonly ConcurrentDictionary<string, Dictionary<string, RecordField>> ByTable = new();

    /// <summary>The field that the audit records for a column; null if the column is derived or a key, or no record declares it.</summary>
    /// <param name="property">The column.</param>
    /// <param name="ofChild">Whether the column belongs to a child of an aggregate; the child's reference to its aggregate is not
    /// audited.</param>
    public static RecordField? AuditedAs(IReadOnlyProperty property, bool ofChild) =>
        Of(property) is { IsDerived: false } field && !property.IsPrimaryKey() &&
        !(ofChild && property.GetContainingForeignKeys().Any(f => f.PrincipalToDependent is not null))
            ? field
            : null;

    /// <summary>The name of an aggregate's children in the audit.</summary>
    public static string NameOf(IReadOnlyNavigation children) => char.ToLowerInvariant(children.Name[0]) + children.Name[1..];

    private static RecordField? Of(IReadOnlyProperty property)
    {
        var table = property.DeclaringType.ContainingEntityType.GetTableName()!;
        return ByTable.GetOrAdd(table, Declared).GetValueOrDefault(property.GetColumnName());
    }

    private static Dictionary<string, RecordField> Declared(string table)
    {
        var fields = RecordCatalog.All.Where(r => r.Aggregate is not null && r.Table == table).Select(r => r.Fields)
            .Concat(RecordCatalog.All.SelectMany(r => r.Children).Where(c => c.Table == table).Select(c => c.Fields))
            .SelectMany(f => f.All)
            .Where(f => f.Kind != FieldKind.Computed && f.Condition is null);
        return fields.ToDictionary(f => f.Column);
    }
}
