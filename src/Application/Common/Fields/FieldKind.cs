namespace Crm.Application.Common.Fields;

/// <summary>The type of a field. It determines the filter operators and how values are parsed.</summary>
public enum FieldKind
{
    Text,
    Enum,
    Id,
    UserId,
    WholeNumber,
    Number,
    Instant,
    Date,

    /// <summary>A date or an instant, stored as its text, with the instant in another column.</summary>
    DateOrInstant,
    Boolean,
    Tags,
    Json,

    /// <summary>Shown, but not a column: computed, or composed from other records.</summary>
    Computed,
}
