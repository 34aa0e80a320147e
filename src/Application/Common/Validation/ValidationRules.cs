using System.Net.Mail;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Crm.Application.Common.Validation;

/// <summary>The shapes of fields, each written once; limits come from the domain.</summary>
internal static partial class ValidationRules
{
    /// <summary>A name or title: 1..255 characters.</summary>
    public static IRuleBuilderOptions<T, string> Name<T>(this IRuleBuilder<T, string> rule) => rule
        .NotEmpty().WithMessage("is required.")
        .MaximumLength(Limits.Line).WithMessage($"must have at most {Limits.Line} characters.");

    public static IRuleBuilderOptions<T, string?> Line<T>(this IRuleBuilder<T, string?> rule) => rule
        .MaximumLength(Limits.Line).WithMessage($"must have at most {Limits.Line} characters.");

    public static IRuleBuilderOptions<T, string?> LongText<T>(this IRuleBuilder<T, string?> rule) => rule
        .MaximumLength(Limits.Text).WithMessage($"must have at most {Limits.Text} characters.");

    public static IRuleBuilderOptions<T, string?> Email<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(e => e is null || IsEmail(e)).WithMessage("must be an e-mail address such as jo@example.com.").WithErrorCode(Shapes.Email);

    public static IRuleBuilderOptions<T, string?> Url<T>(this IRuleBuilder<T, string?> rule) => rule
        .MaximumLength(Limits.Url).WithMessage($"must have at most {Limits.Url} characters.")
        .Must(u => u is null || u.Length == 0 || IsWebAddress(u)).WithMessage("must be a web address such as https://example.com.");

    public static IRuleBuilderOptions<T, string[]> Tags<T>(this IRuleBuilder<T, string[]> rule, int length = Limits.TagLength) => rule
        .Must(t => t.Length <= Limits.TagCount).WithMessage($"must have at most {Limits.TagCount} entries.")
        .Must(t => t.All(x => !string.IsNullOrEmpty(x) && x.Length <= length)).WithMessage($"must hold texts of 1 to {length} characters.").WithErrorCode($"{Shapes.Texts}{length}");

    /// <summary>JSON of the caller's own: an object that PostgreSQL can keep.</summary>
    public static IRuleBuilderOptions<T, JsonElement?> JsonObject<T>(this IRuleBuilder<T, JsonElement?> rule) => rule
        .Must(j => j is null or { ValueKind: JsonValueKind.Object }).WithMessage("must be a JSON object.")
        .Must(j => j is null || j.Value.GetRawText().Length <= Limits.Text).WithMessage($"must have at most {Limits.Text} characters.")
        .Must(j => j is null || IsStorable(j.Value)).WithMessage("must hold no NUL and no number beyond what a double can hold.");

    public static IRuleBuilderOptions<T, decimal?> Money<T>(this IRuleBuilder<T, decimal?> rule) => rule
        .Must(m => m is null || Domain.Common.Money.IsValid(m.Value)).WithMessage(MoneyMessage).WithErrorCode(Shapes.Money);

    public static IRuleBuilderOptions<T, decimal> Money<T>(this IRuleBuilder<T, decimal> rule) => rule
        .Must(Domain.Common.Money.IsValid).WithMessage(MoneyMessage).WithErrorCode(Shapes.Money);

    public static IRuleBuilderOptions<T, string> Currency<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(Currencies.Exists).WithMessage("must be a currency code of ISO 4217, such as USD.");

    public static IRuleBuilderOptions<T, int?> Percent<T>(this IRuleBuilder<T, int?> rule) => rule
        .InclusiveBetween(0, 100).WithMessage("must lie between 0 and 100.");

    /// <summary>Minutes.</summary>
    public static IRuleBuilderOptions<T, int?> Duration<T>(this IRuleBuilder<T, int?> rule) => rule
        .GreaterThanOrEqualTo(0).WithMessage("must be 0 or more.");

    public static IRuleBuilderOptions<T, decimal?> Coordinate<T>(this IRuleBuilder<T, decimal?> rule, int max) => rule
        .InclusiveBetween(-max, max).WithMessage($"must lie between -{max} and {max}.")
        .Must(c => c is null || decimal.Round(c.Value, 6) == c.Value).WithMessage("must have at most six decimals.");

    public static IRuleBuilderOptions<T, string?> TimeZone<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(z => z is null || IsTimeZone(z)).WithMessage("must be an IANA time zone such as Europe/Berlin.");

    public static IRuleBuilderOptions<T, string?> Language<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(l => l is null || LanguagePattern().IsMatch(l)).WithMessage("must be a BCP 47 language tag such as en-US.");

    public static IRuleBuilderOptions<T, DateTimeOffset?> NotInFuture<T>(this IRuleBuilder<T, DateTimeOffset?> rule, IClock clock) => rule
        .Must(at => at is null || at <= clock.Now).WithMessage("must not lie in the future.");

    private const string MoneyMessage = "must be 0 or more, with at most two decimals, and at most 9999999999999999.99.";

    private static bool IsEmail(string text) =>
        text.Length <= 254 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) &&
        MailAddress.TryCreate(text, out var address) && address.Address == text &&
        EmailPattern().IsMatch(text);

    private static bool IsWebAddress(string text)
    {
        if (text.Any(char.IsWhiteSpace))
            return false;
        var absolute = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        return Uri.TryCreate(absolute, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0;
    }

    private static bool IsStorable(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().All(m => TextRules.IsClean(m.Name) && IsStorable(m.Value)),
        JsonValueKind.Array => json.EnumerateArray().All(IsStorable),
        JsonValueKind.String => TextRules.IsClean(json.GetString()!),
        JsonValueKind.Number => json.TryGetDouble(out var number) && double.IsFinite(number),
        _ => true,
    };

    /// <summary>Whether the text names a time zone of the IANA database.</summary>
    public static bool IsTimeZone(string text) =>
        text is "UTC" || (text.Contains('/', StringComparison.Ordinal) && !text.Contains("..", StringComparison.Ordinal) &&
            TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && zone.HasIanaId);

    [GeneratedRegex(@"^[^@]+@[^@.]+(\.[^@.]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguagePattern();
}
