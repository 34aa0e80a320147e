namespace Crm.Application.Common.Fields;

/// <summary>The fields of a record, each declared once, in the order of the documentation.</summary>
public sealed class FieldSet
{
    private readonly Dictionary<string, RecordField> fields = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, RecordField> ByName => fields;

    public IEnumerable<RecordField> All => fields.Values;

    public RecordField Text(string name, string? column = null) => Add(new RecordField(name, FieldKind.Text, column));

    /// <summary>An address or a number by which a person or company is reached: e-mail, phone, web.</summary>
    public RecordField Address(string name) => Add(new RecordField(name, FieldKind.Text) { IsAddress = true });

    public RecordField Enum<T>(string name, string? column = null)
        where T : struct, Enum =>
            Add(new RecordField(name, FieldKind.Enum, column) { EnumType = typeof(T), EnumNames = EnumText<T>.Names });

    /// <summary>An id that does not refer to another record, such as the record's own id.</summary>
    public RecordField Id(string name, string? column = null) => Add(new RecordField(name, FieldKind.Id, column));

    /// <summary>A reference to another record.</summary>
    public RecordField Reference<TAggregate>(string name, string? column = null)
        where TAggregate : AggregateRoot => Add(new RecordField(name, FieldKind.Id, column) { Target = typeof(TAggregate) });

    /// <summary>A reference to a record whose collection is named by another field.</summary>
    public RecordField TypedReference(string name, string typedBy) => Add(new RecordField(name, FieldKind.Id) { TypedBy = typedBy });

    /// <summary>A reference to a user. <c>me</c> refers to the caller.</summary>
    public RecordField User(string name, string? column = null) =>
        Add(new RecordField(name, FieldKind.UserId, column) { Target = typeof(Domain.Users.User) });

    public RecordField WholeNumber(string name) => Add(new RecordField(name, FieldKind.WholeNumber));

    public RecordField Number(string name) => Add(new RecordField(name, FieldKind.Number));

    public RecordField Instant(string name) => Add(new RecordField(name, FieldKind.Instant));

    public RecordField Date(string name) => Add(new RecordField(name, FieldKind.Date));

    /// <summary>A date or an instant, as given.</summary>
    /// <param name="name">The name in the API.</param>
    /// <param name="instant">The column of the instant, which is derived from the value.</param>
    public RecordField DateOrInstant(string name, string instant) =>
        Add(new RecordField(name, FieldKind.DateOrInstant) { InstantColumn = instant });

    public RecordField Boolean(string name) => Add(new RecordField(name, FieldKind.Boolean));

    public RecordField Tags(string name) => Add(new RecordField(name, FieldKind.Tags));

    public RecordField Json(string name) => Add(new RecordField(name, FieldKind.Json));

    /// <summary>Shown, but not a column: computed, or composed from other records.</summary>
    public RecordField Computed(string name) => Add(new RecordField(name, FieldKind.Computed));

    private RecordField Add(RecordField field)
    {
        fields.Add(field.Name, field);
        return field;
    }
}
