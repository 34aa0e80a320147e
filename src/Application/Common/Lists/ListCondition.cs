using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Lists;

/// <summary>A filter condition of a list.</summary>
/// <param name="Field">A field of the list.</param>
/// <param name="Operator">An operator of the field.</param>
/// <param name="Value">A scalar, or an array for <c>in</c> and <c>has</c>; a boolean for <c>isNull</c>; a <see
/// cref="Day"/> or <see cref="DaysAndInstants"/> for dates where the field is an instant.</param>
public sealed record ListCondition(RecordField Field, string Operator, object Value);
