namespace Crm.Application.Common.Fields;

/// <summary>What a field holds; decides the operators of a filter and how values are read.</summary>
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
    Boolean,
    Tags,
    Json,

    /// <summary>Shown but no column: computed, or made of other records.</summary>
    Computed,
}
