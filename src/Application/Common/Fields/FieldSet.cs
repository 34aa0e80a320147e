namespace Crm.Application.Common.Fields;

/// <summary>The fields of a record, each declared once, in the order in which the documentation lists them.</summary>
public sealed class FieldSet
{
    private readonly Dictionary<string, RecordField> fields = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, RecordField> ByName => fields;

    public IEnumerable<RecordField> All => fields.Values;

    public RecordField Text(string name, string? column = null) => Add(new RecordField(name, FieldKind.Text, column));

    public RecordField Enum<T>(string name, string? column = null)
        where T : struct, Enum => Add(new RecordField(name, FieldKind.Enum, column) { EnumNames = EnumText<T>.Names });

    /// <summary>An id that refers to nothing that is declared, such as the record's own.</summary>
    public RecordField Id(string name, string? column = null) => Add(new RecordField(name, FieldKind.Id, column));

    /// <summary>A reference to another record.</summary>
    public RecordField Reference<TAggregate>(string name, string? column = null)
        where TAggregate : AggregateRoot => Add(new RecordField(name, FieldKind.Id, column) { Target = typeof(TAggregate) });

    /// <summary>A reference to a record of a collection that another field names.</summary>
    public RecordField TypedReference(string name, string typedBy) => Add(new RecordField(name, FieldKind.Id) { TypedBy = typedBy });

    /// <summary>A user; <c>me</c> means the caller.</summary>
    public RecordField User(string name, string? column = null) => Add(new RecordField(name, FieldKind.UserId, column) { Target = typeof(Domain.Users.User) });

    public RecordField WholeNumber(string name) => Add(new RecordField(name, FieldKind.WholeNumber));

    public RecordField Number(string name) => Add(new RecordField(name, FieldKind.Number));

    public RecordField Instant(string name) => Add(new RecordField(name, FieldKind.Instant));

    public RecordField Date(string name) => Add(new RecordField(name, FieldKind.Date));

    public RecordField Boolean(string name) => Add(new RecordField(name, FieldKind.Boolean));

    public RecordField Tags(string name) => Add(new RecordField(name, FieldKind.Tags));

    public RecordField Json(string name) => Add(new RecordField(name, FieldKind.Json));

    /// <summary>Shown but no column: computed, or made of other records.</summary>
    public RecordField Computed(string name) => Add(new RecordField(name, FieldKind.Computed));

    private RecordField Add(RecordField field)
    {
        fields.Add(field.Name, field);
        return field;
    }
}
