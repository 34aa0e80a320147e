namespace Crm.Application.Common.Sql;

/// <summary>What is sent to the database.</summary>
/// <param name="Text">One statement of SQL, with the placeholders <c>$1</c>, <c>$2</c> and so on.</param>
/// <param name="Parameters">The values of the placeholders, in order.</param>
public readonly record struct SqlStatement(string Text, IReadOnlyList<SqlParameter> Parameters);
