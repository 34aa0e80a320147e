using System.Reflection;
using System.Runtime.Serialization;
using System.Text;

namespace Crm.Domain.Common;

/// <summary>
/// The stored and displayed name of an enum value (<c>CLOSED_WON</c>, <c>SMALL_11_50</c>). JSON, query strings, EF and Dapper
/// all use this type, so names are defined in one place. Names are case-sensitive.
/// </summary>
public readonly record struct EnumText<T>(T Value)
    where T : struct, Enum
{
    private static readonly T[] Values = Enum.GetValues<T>();
    private static readonly Dictionary<T, string> Texts = Values.ToDictionary(v => v, TextOf);
    private static readonly Dictionary<string, T> ByText = Values.ToDictionary(v => Texts[v], v => v, StringComparer.Ordinal);

    /// <summary>All names in declaration order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Values.Select(v => Texts[v])];

    public static implicit operator EnumText<T>(T value) => new(value);

    public static string Of(T value) => Texts[value];

    public static bool TryParse(string? text, out T value)
    {
        value = default;
        return text is not null && ByText.TryGetValue(text, out value);
    }

    public static T Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is not a {typeof(T).Name}.");

    public override string ToString() => Of(Value);

    private static string TextOf(T value)
    {
        var name = value.ToString();
        if (typeof(T).GetField(name)?.GetCustomAttribute<EnumMemberAttribute>()?.Value is { } given)
            return given;
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]))
                text.Append('_');
            text.Append(char.ToUpperInvariant(name[i]));
        }

        return text.ToString();
    }
}
