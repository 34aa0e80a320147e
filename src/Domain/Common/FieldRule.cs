using System.Text.Json;
using System.Text.RegularExpressions;

namespace Crm.Domain.Common;

/// <summary>
/// A condition on the value of one member. It is data: the aggregate and the validator call <see cref="Allows"/>; the CHECK
/// constraints and the OpenAPI document are generated from the kind and its parameters. An absent value is valid unless required.
/// </summary>
/// <param name="Message">The end of a sentence that starts with the member's name.</param>
public abstract record FieldRule(string Message)
{
    /// <summary>The member that the value is compared with. Null: none.</summary>
    public virtual string? Other => null;

    /// <param name="value">The member's value.</param>
    /// <param name="other">The value of <see cref="Other"/>.</param>
    public abstract bool Allows(object? value, object? other);
}

/// <summary>A non-blank text, a non-zero id, or any other non-null value.</summary>
public sealed record RequiredRule() : FieldRule("is required.")
{
    public override bool Allows(object? value, object? other) => value switch
    {
        string text => !string.IsNullOrWhiteSpace(text),
        Guid id => id != Guid.Empty,
        _ => value is not null,
    };
}

/// <summary>Text of limited length, in UTF-16 code units.</summary>
public sealed record MaxLengthRule(int Length) : FieldRule($"must have at most {Length} characters.")
{
    public override bool Allows(object? value, object? other) => value is not string text || text.Length <= Length;
}

/// <summary>Text that PostgreSQL can store.</summary>
public sealed record StorableTextRule() : FieldRule("must not contain NUL or half a surrogate pair.")
{
    public override bool Allows(object? value, object? other) => value is not string text || TextRules.IsClean(text);
}

/// <summary>An e-mail address.</summary>
public sealed record EmailRule() : FieldRule("must be an e-mail address such as jo@example.com.")
{
    /// <summary>The maximum length of an e-mail address (RFC 5321).</summary>
    public const int MaxLength = 254;

    public override bool Allows(object? value, object? other) => value is not string text || EmailAddress.IsValid(text);
}

/// <summary>A web address or an empty text. The scheme is optional.</summary>
public sealed record WebAddressRule() : FieldRule("must be a web address such as https://example.com.")
{
    public override bool Allows(object? value, object? other) => value is not string { Length: > 0 } text || IsWebAddress(text);

    private static bool IsWebAddress(string text)
    {
        if (text.Any(char.IsWhiteSpace))
            return false;
        var absolute = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        return Uri.TryCreate(absolute, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0;
    }
}

/// <summary>An ISO 4217 currency code.</summary>
public sealed record CurrencyRule() : FieldRule("must be a currency code of ISO 4217, such as USD.")
{
    public const int Length = 3;

    public override bool Allows(object? value, object? other) => value is not string text || Currencies.Exists(text);
}

/// <summary>An IANA time zone.</summary>
public sealed record TimeZoneRule() : FieldRule("must be an IANA time zone such as Europe/Berlin.")
{
    public override bool Allows(object? value, object? other) => value is not string text || IsTimeZone(text);

    /// <summary>Whether the text names an IANA time zone.</summary>
    public static bool IsTimeZone(string text) =>
        text is "UTC" || (text.Contains('/', StringComparison.Ordinal) && !text.Contains("..", StringComparison.Ordinal) &&
            TextRules.IsClean(text) && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && zone.HasIanaId);
}

/// <summary>A BCP 47 language tag.</summary>
public sealed partial record LanguageRule() : FieldRule("must be a BCP 47 language tag such as en-US.")
{
    /// <summary>The pattern of a tag, in syntax that .NET and PostgreSQL interpret in the same way.</summary>
    public const string Pattern =
        "[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*";

    public override bool Allows(object? value, object? other) => value is not string text || Tag().IsMatch(text);

    [GeneratedRegex($@"\A{Pattern}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}

/// <summary>A user name. It must not contain @, so that a login never matches two users.</summary>
public sealed record UsernameRule() : FieldRule("must have neither spaces nor @.")
{
    public override bool Allows(object? value, object? other) =>
        value is not string text || !text.Any(c => c == '@' || char.IsWhiteSpace(c) || char.IsControl(c));
}

/// <summary>The Message-ID of an e-mail (RFC 5322) without its angle brackets.</summary>
public sealed partial record MessageIdRule() : FieldRule("must be a Message-ID such as 4711@mail.example.com, without angle brackets.")
{
    /// <summary>The pattern of a Message-ID, in syntax that .NET and PostgreSQL interpret in the same way.</summary>
    public const string Pattern = "[!-;=?A-~]+@[!-;=?A-~]+";

    public override bool Allows(object? value, object? other) => value is not string text || MessageId().IsMatch(text);

    [GeneratedRegex($@"\A{Pattern}\z", RegexOptions.CultureInvariant)]
    private static partial Regex MessageId();
}

/// <summary>An amount that fits decimal(18,2).</summary>
public sealed record MoneyRule() : FieldRule("must be 0 or more, with at most two decimals, and at most 9999999999999999.99.")
{
    public override bool Allows(object? value, object? other) => value is not decimal amount || Money.IsValid(amount);
}

/// <summary>A positive number.</summary>
public sealed record QuantityRule(decimal Max, int Decimals) : FieldRule($"must be more than 0, with at most {Decimals} decimals.")
{
    public override bool Allows(object? value, object? other) =>
        value is not decimal quantity || (quantity > 0 && quantity <= Max && decimal.Round(quantity, Decimals) == quantity);
}

/// <summary>A number within an inclusive range.</summary>
public sealed record BetweenRule(int Min, int Max) : FieldRule($"must be between {Min} and {Max}.")
{
    public override bool Allows(object? value, object? other) => value switch
    {
        int number => number >= Min && number <= Max,
        decimal number => number >= Min && number <= Max,
        _ => true,
    };
}

/// <summary>An integer with a minimum.</summary>
public sealed record AtLeastRule(int Min, string Message) : FieldRule(Message)
{
    public override bool Allows(object? value, object? other) => value is not int number || number >= Min;
}

/// <summary>A number with a limited number of decimals.</summary>
public sealed record DecimalsRule(int Decimals, string Message) : FieldRule(Message)
{
    public override bool Allows(object? value, object? other) => value is not decimal number || decimal.Round(number, Decimals) == number;
}

/// <summary>A limited number of entries.</summary>
public sealed record ItemCountRule(int Max) : FieldRule($"must have at most {Max} entries.")
{
    public override bool Allows(object? value, object? other) => value is not string[] texts || texts.Length <= Max;
}

/// <summary>Each entry is a non-empty text of limited length.</summary>
public sealed record ItemLengthRule(int Max) : FieldRule($"must hold texts of 1 to {Max} characters.")
{
    public override bool Allows(object? value, object? other) =>
        value is not string[] texts || Array.TrueForAll(texts, t => !string.IsNullOrEmpty(t) && t.Length <= Max);
}

/// <summary>Each entry is text that PostgreSQL can store.</summary>
public sealed record StorableItemsRule() : FieldRule("must not contain NUL or half a surrogate pair.")
{
    public override bool Allows(object? value, object? other) =>
        value is not string[] texts || Array.TrueForAll(texts, t => t is null || TextRules.IsClean(t));
}

/// <summary>A JSON object that the client defines.</summary>
public sealed record JsonObjectRule() : FieldRule("must be a JSON object.")
{
    public override bool Allows(object? value, object? other) => value is not JsonElement json || json.ValueKind == JsonValueKind.Object;
}

/// <summary>JSON of limited length.</summary>
public sealed record JsonLengthRule(int Length) : FieldRule($"must have at most {Length} characters.")
{
    public override bool Allows(object? value, object? other) =>
        value is not JsonElement json || json.ValueKind == JsonValueKind.Undefined || json.GetRawText().Length <= Length;
}

/// <summary>JSON that PostgreSQL can store.</summary>
public sealed record StorableJsonRule() : FieldRule("must hold no NUL and no number beyond what a double can hold.")
{
    public override bool Allows(object? value, object? other) => value is not JsonElement json || IsStorable(json);

    private static bool IsStorable(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().All(m => TextRules.IsClean(m.Name) && IsStorable(m.Value)),
        JsonValueKind.Array => json.EnumerateArray().All(IsStorable),
        JsonValueKind.String => TextRules.IsClean(json.GetString()!),
        JsonValueKind.Number => json.TryGetDouble(out var number) && double.IsFinite(number),
        _ => true,
    };
}

/// <summary>Both members must be given, or neither.</summary>
public sealed record TogetherRule(string Member) : FieldRule($"must be given together with {Field.NameOf(Member)}.")
{
    public override string Other => Member;

    public override bool Allows(object? value, object? other) => value is null == other is null;
}

/// <summary>An instant, or a date or instant, that is not before the value of another member.</summary>
public sealed record NotBeforeRule(string Member) : FieldRule($"must not be before {Field.NameOf(Member)}.")
{
    public override string Other => Member;

    public override bool Allows(object? value, object? other) => (value, other) switch
    {
        (DateTimeOffset at, DateTimeOffset earliest) => at >= earliest,
        (DateOrInstant at, DateOrInstant earliest) => !at.IsBefore(earliest),
        _ => true,
    };
}
