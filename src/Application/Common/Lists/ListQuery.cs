using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Lists;

/// <summary>The parsed query string of a list.</summary>
public sealed partial class ListQuery
{
    /// <summary>The maximum number of conditions. Each costs time for each row.</summary>
    public const int MaxConditions = 20;

    /// <summary>The maximum number of search words.</summary>
    public const int MaxWords = 8;

    private static readonly string[] OfLists = ["q", "sort", "limit", "cursor", "count"];
    private static readonly string[] OfBoards = ["q", "limit"];

    private ListQuery(ListSpec spec, ILinkedRecords links) => (Spec, Links) = (spec, links);

    public ListSpec Spec { get; }

    /// <summary>The joins of what the rows refer to, as far as the caller can read it.</summary>
    public ILinkedRecords Links { get; }
    public IReadOnlyList<ListCondition> Conditions { get; private set; } = [];

    /// <summary>Folded search words. A row must match all of them.</summary>
    public IReadOnlyList<string> Words { get; private set; } = [];

    /// <summary>
    /// The columns that <see cref="Words"/> are searched in. This is the only place that decides who may search by addresses and numbers:
    /// at present everyone who may read the list.
    /// </summary>
    public IEnumerable<string> SearchColumns => new[] { Spec.SearchColumn, Spec.AddressColumn }.OfType<string>();

    public RecordField Sort { get; private set; } = null!;
    public bool Descending { get; private set; }
    public int Limit { get; private set; } = ListSpec.DefaultLimit;
    public string? Cursor { get; private set; }

    /// <summary><c>exact</c>, <c>estimate</c> or null.</summary>
    public string? Count { get; private set; }

    /// <summary>Identifies filter and sort. A cursor is valid for one fingerprint.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>The names of all parameters of the list, without operators.</summary>
    public static IEnumerable<string> ParameterNames(ListSpec spec) =>
        spec.Fields.Keys.Concat(CommonNames(spec));

    /// <summary>The names of the parameters that are not fields.</summary>
    public static IEnumerable<string> CommonNames(ListSpec spec) =>
        (spec.IsBoard ? OfBoards : OfLists).Where(c => c != "q" || spec.SearchColumn is not null);

    /// <summary>Parses the parameters.</summary>
    /// <param name="spec">The list.</param>
    /// <param name="input">As received.</param>
    /// <param name="caller">The user that <c>me</c> refers to, and whose days dates are.</param>
    /// <param name="links">What the rows refer to.</param>
    /// <param name="parent">The parent record of the rows, if any. A cursor is valid for one parent.</param>
    public static Result<ListQuery> Parse(ListSpec spec, ListInput input, Caller caller, ILinkedRecords links, Guid? parent = null)
    {
        var query = new ListQuery(spec, links);
        var conditions = new List<ListCondition>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var sort = spec.DefaultSort;
        foreach (var (key, value) in input.Parameters)
        {
            if (!TextRules.IsClean(value) || !TextRules.IsClean(key))
                return ListErrors.InvalidValue(TextRules.Printable(key), "must not contain NUL or broken characters.");
            var match = KeyPattern().Match(key);
            var name = match.Success ? match.Groups["name"].Value : key;
            var op = match.Groups["op"].Success ? match.Groups["op"].Value : null;
            if (op is null && CommonNames(spec).Contains(name))
            {
                if (!seen.Add(name))
                    return ListErrors.RepeatedParameter(name);
                if (query.ReadCommon(name, value, ref sort) is { } commonError)
                    return commonError;
                continue;
            }

            if (!match.Success || !spec.Fields.TryGetValue(name, out var field))
                return ListErrors.UnknownParameter(TextRules.Printable(name), ParameterNames(spec));
            if (op is not null && !field.Operators.Contains(op))
                return ListErrors.UnknownOperator(name, TextRules.Printable(op), field.Operators);
            var condition = ReadCondition(field, op, value, caller);
            if (condition.Error is { } error)
                return error;
            conditions.Add(condition.Value);
        }

        if (query.ReadSort(sort) is { } sortError)
            return sortError;
        if (conditions.Count > MaxConditions)
            return ListErrors.TooManyConditions;
        query.Conditions = conditions;
        var text = string.Join('\n', input.Parameters.Where(p => p.Key is not ("limit" or "cursor" or "count" or "sort"))
            .Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));
        // Dates are other days in another zone.
        var zone = conditions.Exists(c => c.Value is Day or DaysAndInstants) ? caller.Zone.Id : "";
        query.Fingerprint = Convert.ToHexString(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{spec.Table}\n{sort}\n{caller.UserId}\n{parent}\n{zone}\n{text}")))[..16];
        return query;
    }

    private Error? ReadCommon(string name, string value, ref string sort)
    {
        switch (name)
        {
            case "q":
                if (value.Length > Limits.Line)
                    return ListErrors.InvalidValue("q", $"must have at most {Limits.Line} characters.");
                Words = Folding.Fold(value).Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return Words.Count > MaxWords ? ListErrors.TooManyWords : null;
            case "sort":
                sort = value;
                return null;
            case "limit":
                if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ||
                    limit is < 1 or > ListSpec.MaxLimit)
                    return ListErrors.InvalidValue("limit", $"must be a whole number from 1 to {ListSpec.MaxLimit}.");
                Limit = limit;
                return null;
            case "cursor":
                Cursor = value;
                return value.Length == 0 ? ListErrors.BadCursor : null;
            default:
                if (value is not ("exact" or "estimate"))
                    return ListErrors.InvalidValue("count", "must be 'exact' or 'estimate'.");
                Count = value;
                return null;
        }
    }

    private Error? ReadSort(string sort)
    {
        Descending = sort.StartsWith('-');
        var name = Descending ? sort[1..] : sort;
        if (!Spec.Fields.TryGetValue(name, out var field) || field.SortColumn is null)
            return ListErrors.UnknownSort(TextRules.Printable(name), Spec.SortableFields.Select(f => f.Name));
        Sort = field;
        return null;
    }

    private static Result<ListCondition> ReadCondition(RecordField field, string? op, string value, Caller caller)
    {
        if (value.Length == 0)
            return ListErrors.InvalidValue(field.Name, field.Operators.Contains("isNull")
                ? $"give a value, or use {field.Name}[isNull]=true."
                : "give a value.");
        if (op == "isNull")
        {
            return value is "true" or "false"
                ? new ListCondition(field, op, value == "true")
                : ListErrors.InvalidValue($"{field.Name}[isNull]", "must be true or false.");
        }

        // field=a,b matches any of the values. With an operator, only in and has take several values.
        var many = op is "in" or "has" || (op is null && value.Contains(',', StringComparison.Ordinal));
        op ??= field.Kind == FieldKind.Tags ? "has" : many ? "in" : "eq";
        if (!field.Operators.Contains(op))
            return ListErrors.InvalidValue(field.Name, "takes one value.");
        if (op is not ("in" or "has"))
        {
            var scalar = ReadScalar(field, value, caller);
            return scalar.Error is { } error ? error : new ListCondition(field, op, scalar.Value);
        }

        var values = new List<object>();
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var scalar = ReadScalar(field, part, caller);
            if (scalar.Error is { } error)
                return error;
            values.Add(scalar.Value);
        }

        if (values.Count is 0 or > ListSpec.MaxLimit)
            return ListErrors.InvalidValue(field.Name, $"give 1 to {ListSpec.MaxLimit} values.");
        return new ListCondition(field, op, values.Exists(v => v is Day) ? new DaysAndInstants(values) : ToTypedArray(values));
    }

    private static Result<object> ReadScalar(RecordField field, string text, Caller caller)
    {
        const NumberStyles Signed = NumberStyles.AllowLeadingSign, Fraction = Signed | NumberStyles.AllowDecimalPoint;
        var culture = CultureInfo.InvariantCulture;
        switch (field.Kind)
        {
            case FieldKind.UserId when text == "me":
                return caller.UserId;
            case FieldKind.Id or FieldKind.UserId:
                return Guid.TryParseExact(text, "D", out var id) ? id
                    : Wrong("must be an id" + (field.Kind == FieldKind.UserId ? " or me." : "."));
            case FieldKind.Enum:
                return field.EnumNames.Contains(text)
                    ? text
                    : Wrong($"'{TextRules.Printable(text)}' is not one of its values; {Suggestions.For(text, field.EnumNames)}");
            case FieldKind.WholeNumber:
                return int.TryParse(text, Signed, culture, out var integer) ? integer : Wrong("must be a whole number.");
            case FieldKind.Number:
                return decimal.TryParse(text, Fraction, culture, out var number) ? number : Wrong("must be a number.");
            case FieldKind.Boolean:
                return text is "true" or "false" ? text == "true" : Wrong("must be true or false.");
            case FieldKind.Date:
                return DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var date) ? date
                    : Wrong("must be a date, YYYY-MM-DD.");
            case FieldKind.Instant or FieldKind.DateOrInstant:
                if (DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var day))
                    return Day.Of(day, caller.Zone);
                return Instants.TryParse(text, out var instant)
                    ? instant
                    : Wrong("must be an instant such as 2026-01-31T09:30:00Z (a + in a query string is written %2B), or a date.");
            default:
                return field.Column == field.FoldedColumn ? Folding.Fold(text) : field.IgnoresCase ? text.ToLowerInvariant() : text;
        }

        Error Wrong(string message) => ListErrors.InvalidValue(field.Name, message);
    }

    private static Array ToTypedArray(List<object> values)
    {
        var array = Array.CreateInstance(values[0].GetType(), values.Count);
        for (var i = 0; i < values.Count; i++)
            array.SetValue(values[i], i);
        return array;
    }

    [GeneratedRegex(@"^(?<name>[A-Za-z][A-Za-z0-9_.]*)(\[(?<op>[A-Za-z]+)\])?$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern();
}
