using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Lists;

/// <summary>One condition of a list.</summary>
/// <param name="Field">Of the list's declaration.</param>
/// <param name="Operator">One of the field's operators.</param>
/// <param name="Value">A scalar, or an array for <c>in</c> and <c>has</c>; a boolean for <c>isNull</c>.</param>
public sealed record ListCondition(RecordField Field, string Operator, object Value);
