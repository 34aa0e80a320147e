namespace Crm.Application.Common.Lists;

/// <summary>What a field holds; decides the operators and how values are read.</summary>
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
}
