namespace Crm.Application.Common.Sql;

/// <summary>A statement as sent to PostgreSQL.</summary>
/// <param name="Text">One SQL statement with the placeholders <c>$1</c>, <c>$2</c> and so on.</param>
/// <param name="Parameters">The values of the placeholders, in order.</param>
public readonly record struct SqlStatement(string Text, IReadOnlyList<SqlParameter> Parameters);
