namespace Crm.Application.Common.Lists;

public static class ListErrors
{
    public static readonly Error BadCursor = Error.Invalid("bad_cursor", "The cursor is invalid; start from the first page.");

    public static readonly Error CursorMismatch = Error.Invalid(
        "cursor_mismatch", "The cursor is valid for another filter or sort; use the same ones, or start from the first page.");

    public static readonly Error BrokenQuery = Error.Invalid(
        "broken_query", "The query string must be UTF-8 without NUL, percent-encoded; correct its escapes.");

    public static readonly Error TooManyConditions = Error.Invalid(
        "too_many_conditions", $"A list takes at most {ListQuery.MaxConditions} conditions; leave some out.");

    public static readonly Error TooManyWords = Error.Invalid(
        "too_many_words", $"q takes at most {ListQuery.MaxWords} words; leave some out.").At("q");

    public static readonly Error TooExpensive = new(
        "query_too_expensive", "The database needs too long for this query: use fewer or more selective conditions.",
        ErrorKind.Unavailable)
    { RetryAfterSeconds = 10 };

    public static readonly Error TooManyQueries = new(
        "too_many_queries", "You have too many queries running at once: wait for their responses, then try again.", ErrorKind.TooMany)
    { RetryAfterSeconds = 2 };

    public static Error UnknownParameter(string name, IEnumerable<string> known) =>
        Error.Invalid("unknown_parameter", $"There is no query parameter '{name}'; {Suggestions.For(name, known)}");

    public static Error RepeatedParameter(string name) => Error.Invalid("repeated_parameter", $"Give the query parameter '{name}' once.");

    public static Error UnknownOperator(string field, string op, IEnumerable<string> known) =>
        Error.Invalid("unknown_operator", $"'{field}' has no operator '{op}'; {Suggestions.For(op, known)}");

    public static Error UnknownSort(string field, IEnumerable<string> known) =>
        Error.Invalid("unknown_sort", $"The list cannot be sorted by '{field}'; {Suggestions.For(field, known)}");

    public static Error InvalidValue(string field, string message) =>
        Error.Invalid("invalid_parameter", $"{field}: {message}").At(field);
}
