namespace Crm.Application.Common.Lists;

/// <summary>
/// What a list's statement is composed of: it selects from the rows of the page, under the alias <c>p</c>, and keeps their order.
/// </summary>
/// <param name="Rows">The rows of the list's own table, in parentheses, with <c>sort_key</c> and <c>tie_key</c>.</param>
/// <param name="Order">The order over the alias <c>p</c>.</param>
/// <param name="Now">The time of the request.</param>
public sealed record ListPage(SqlFragment Rows, SqlFragment Order, SqlFragment Now);
