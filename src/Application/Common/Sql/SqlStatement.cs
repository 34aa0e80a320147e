namespace Crm.Application.Common.Sql;

/// <summary>What is sent to the database.</summary>
/// <param name="Text">The SQL, with placeholders.</param>
/// <param name="Parameters">The values of the placeholders, in order.</param>
/// <param name="IsBatch">
/// Whether it may be several statements: the placeholders are then <c>@p1</c>, which Npgsql numbers for each of them; else they are
/// <c>$1</c>, and the text is sent as it is.
/// </param>
public readonly record struct SqlStatement(string Text, IReadOnlyList<SqlParameter> Parameters, bool IsBatch);
