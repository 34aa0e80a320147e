using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;

namespace Crm.Bench.Bare;

/// <summary>The recorded statements of a read as one SQL text with named parameters, as Dapper expects them.</summary>
internal sealed partial class BareStatement
{
    private readonly List<(string Name, Func<IQueryCollection, object?> Value)> parameters = [];

    public BareStatement(IReadOnlyList<Statement> statements)
    {
        // Statements of a batch share equal parameters; two parameters of the same statement stay separate.
        var known = new Dictionary<(Parameter Parameter, int Number), string>();
        Sql = string.Join(";\n", statements.Select(s => NumberPattern().Replace(s.Sql, match =>
        {
            var index = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - 1;
            var parameter = s.Parameters[index];
            var key = (parameter, s.Parameters.Take(index).Count(p => p == parameter));
            if (!known.TryGetValue(key, out var name))
            {
                known[key] = name = $"p{known.Count}";
                parameters.Add((name, ValueOf(parameter)));
            }

            return $"@{name}";
        })));
    }

    public string Sql { get; }

    public DynamicParameters ParametersOf(IQueryCollection query)
    {
        var values = new DynamicParameters();
        foreach (var (name, value) in parameters)
            values.Add(name, value(query));
        return values;
    }

    private static Func<IQueryCollection, object?> ValueOf(Parameter parameter)
    {
        if (parameter.Value is not { } text)
            return _ => null;
        if (!NamePattern().IsMatch(text))
        {
            var constant = Parse(parameter.Type, text);
            return _ => constant;
        }

        var name = text[1..^1];
        return NamePattern().Match(text).Value == text
            ? query => Parse(parameter.Type, query[name].ToString())
            : query => Parse(parameter.Type, NamePattern().Replace(text, m => query[m.Groups[1].Value].ToString()));
    }

    private static object Parse(string type, string text) => type switch
    {
        "uuid" => Guid.Parse(text),
        "integer" => int.Parse(text, CultureInfo.InvariantCulture),
        "bigint" => long.Parse(text, CultureInfo.InvariantCulture),
        "boolean" => text == "true",
        "numeric" => decimal.Parse(text, CultureInfo.InvariantCulture),
        "date" => DateOnly.Parse(text, CultureInfo.InvariantCulture),
        "timestamptz" => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime,
        "uuid[]" => Items(text).Select(Guid.Parse).ToArray(),
        "text[]" => Items(text).ToArray(),
        _ => text,
    };

    private static IEnumerable<string> Items(string array) => array == "{}" ? [] : array.Trim('{', '}').Split(',').Select(i => i.Trim('"'));

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex NumberPattern();

    [GeneratedRegex("«([a-z_]+)»")]
    private static partial Regex NamePattern();
}
