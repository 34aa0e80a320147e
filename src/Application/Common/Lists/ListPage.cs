namespace Crm.Application.Common.Lists;

/// <summary>
/// The fragments for a list's statement. The statement selects from the rows of the page, with the alias <c>p</c>, and keeps their order.
/// </summary>
/// <param name="Rows">The rows of the list's table, in parentheses, with <c>sort_key</c> and <c>tie_key</c>.</param>
/// <param name="Order">The order over the alias <c>p</c>.</param>
/// <param name="Now">The time of the request.</param>
/// <param name="Links">The joins of what the rows refer to, as far as the caller can read it.</param>
public sealed record ListPage(SqlFragment Rows, SqlFragment Order, SqlFragment Now, ILinkedRecords Links);
