using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Crm.Application.Common.Sql;

/// <summary>
/// A piece of SQL with its parameters, written as an interpolated string: <c>SqlFragment sql = $"select … where n.id = {id} {scope}"</c>.
/// In braces, a fragment is inserted as SQL and a value becomes a parameter. Other types do not compile, so input cannot become SQL.
/// </summary>
/// <remarks>
/// If the same fragment is inserted twice, its parameters are sent once: <c>SqlFragment now = $"{clock.Now}"</c> is one parameter
/// in the whole statement. The text depends on the structure only, not on the values, so the number of different statements is bounded.
/// Only the compiler calls the append methods; a test fails if code calls them.
/// </remarks>
[InterpolatedStringHandler]
public sealed class SqlFragment
{
    /// <summary>The empty fragment.</summary>
    public static readonly SqlFragment Empty = new(0, 0);

    private static readonly ConcurrentDictionary<string, SqlFragment> Names = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<int, SqlFragment> Numbers = new();

    /// <summary>Texts, parameters and fragments, in order.</summary>
    private object[] parts;

    private int count;

    /// <param name="literalLength">Given by the compiler.</param>
    /// <param name="formattedCount">The number of braces.</param>
    public SqlFragment(int literalLength, int formattedCount) =>
        parts = literalLength + formattedCount == 0 ? [] : new object[(2 * formattedCount) + 1];

    /// <summary>Whether the fragment has no text.</summary>
    public bool IsEmpty => count == 0;

    /// <summary>Whether the fragment contains the predicate of a permission's scope, even if the scope covers all records.</summary>
    public bool HasScope { get; private set; }

    /// <summary>A name from a declaration, such as a table, a column or an alias with its column.</summary>
    /// <exception cref="ArgumentException">The name is not a plain lower-case identifier.</exception>
    public static SqlFragment Name(string name) =>
        Names.TryGetValue(name, out var known) ? known : Names.GetOrAdd(name, static n => Checked(n));

    /// <summary>A column of an alias.</summary>
    public static SqlFragment Column(string alias, string column) => $"{Name(alias)}.{Name(column)}";

    /// <summary>An integer as part of the text, where a parameter would hide it from the planner. Only for a small set of
    /// numbers.</summary>
    public static SqlFragment Constant(int number) =>
        Numbers.GetOrAdd(number, static n => Of(n.ToString(CultureInfo.InvariantCulture)));

    /// <summary>
    /// A text as part of the statement, such as an enum name. Only for declared texts, because each results in another statement.
    /// </summary>
    public static SqlFragment Constant(string text) => Of($"'{text.Replace("'", "''", StringComparison.Ordinal)}'");

    /// <summary>Joins the fragments with a separator.</summary>
    public static SqlFragment Join(SqlFragment separator, IEnumerable<SqlFragment> fragments)
    {
        var joined = new SqlFragment(0, 4);
        var isFirst = true;
        foreach (var fragment in fragments)
        {
            if (!isFirst)
                joined.AppendFormatted(separator);
            joined.AppendFormatted(fragment);
            isFirst = false;
        }

        return joined;
    }

    /// <summary>A parameter whose type is known only at run time, such as the value of a list filter.</summary>
    internal static SqlFragment Value(object value)
    {
        var fragment = new SqlFragment(0, 1);
        fragment.Add(new SqlParameter(value, value.GetType()));
        return fragment;
    }

    /// <summary>The same text, flagged as the predicate of a permission's scope.</summary>
    internal SqlFragment AsScope()
    {
        SqlFragment scope = $"{this}";
        scope.HasScope = true;
        return scope;
    }

    /// <summary>The same text, which does not count as the predicate of a permission's scope.</summary>
    internal static SqlFragment WithoutScope(SqlFragment fragment)
    {
        SqlFragment plain = $"{fragment}";
        plain.HasScope = false;
        return plain;
    }

    /// <summary>The text and the parameters.</summary>
    public SqlStatement ToStatement()
    {
        var parameters = new List<SqlParameter>();
        var size = default(Size);
        Measure(parameters, ref size);
        var text = string.Create(
            size.Text + size.Placeholders,
            (Fragment: this, parameters),
            static (span, state) => state.Fragment.Write(ref span, state.parameters));
        return new SqlStatement(text, parameters);
    }

    /// <summary>The text without the values.</summary>
    public override string ToString() => ToStatement().Text;

    public void AppendLiteral(string value) => Add(value);

    public void AppendFormatted(SqlFragment value)
    {
        HasScope |= value.HasScope;
        if (value.count > 0)
            Add(value.count == 1 ? value.parts[0] : value);
    }

    public void AppendFormatted(Guid value) => Add(new SqlParameter(value, typeof(Guid)));

    public void AppendFormatted(Guid? value) => Add(new SqlParameter(value, typeof(Guid)));

    public void AppendFormatted(Guid[] value) => Add(new SqlParameter(value, typeof(Guid[])));

    public void AppendFormatted(string? value) => Add(new SqlParameter(value, typeof(string)));

    public void AppendFormatted(string?[] value) => Add(new SqlParameter(value, typeof(string[])));

    public void AppendFormatted(int value) => Add(new SqlParameter(value, typeof(int)));

    public void AppendFormatted(int? value) => Add(new SqlParameter(value, typeof(int)));

    public void AppendFormatted(long value) => Add(new SqlParameter(value, typeof(long)));

    public void AppendFormatted(long? value) => Add(new SqlParameter(value, typeof(long)));

    public void AppendFormatted(double value) => Add(new SqlParameter(value, typeof(double)));

    public void AppendFormatted(decimal value) => Add(new SqlParameter(value, typeof(decimal)));

    public void AppendFormatted(bool value) => Add(new SqlParameter(value, typeof(bool)));

    public void AppendFormatted(byte[]? value) => Add(new SqlParameter(value, typeof(byte[])));

    public void AppendFormatted(byte[][] value) => Add(new SqlParameter(value, typeof(byte[][])));

    public void AppendFormatted(DateTimeOffset value) => Add(new SqlParameter(value, typeof(DateTimeOffset)));

    public void AppendFormatted(DateTimeOffset? value) => Add(new SqlParameter(value, typeof(DateTimeOffset)));

    public void AppendFormatted(DateOnly value) => Add(new SqlParameter(value, typeof(DateOnly)));

    public void AppendFormatted(DateTimeOffset[] value) => Add(new SqlParameter(value, typeof(DateTimeOffset[])));

    public void AppendFormatted(int?[] value) => Add(new SqlParameter(value, typeof(int?[])));

    public void AppendFormatted<T>(EnumText<T> value)
        where T : struct, Enum => Add(new SqlParameter(value.ToString(), typeof(string)));

    private static SqlFragment Of(string text)
    {
        var fragment = new SqlFragment(text.Length, 0);
        fragment.Add(text);
        return fragment;
    }

    private static SqlFragment Checked(string name) =>
        name.Length > 0 && name.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '_' or '.') && !char.IsDigit(name[0])
            ? Of(name)
            : throw new ArgumentException($"'{name}' is not a name.", nameof(name));

    private void Add(object part)
    {
        if (count == parts.Length)
            Array.Resize(ref parts, Math.Max(4, 2 * count));
        parts[count++] = part;
    }

    private void Measure(List<SqlParameter> parameters, ref Size size)
    {
        foreach (var part in parts.AsSpan(0, count))
        {
            switch (part)
            {
                case string text:
                    size.Text += text.Length;
                    break;
                case SqlFragment fragment:
                    fragment.Measure(parameters, ref size);
                    break;
                default:
                    var number = IndexOf(parameters, part) + 1;
                    if (number == 0)
                    {
                        parameters.Add((SqlParameter)part);
                        number = parameters.Count;
                    }

                    size.Placeholders += number < 10 ? 2 : number < 100 ? 3 : 4;
                    break;
            }
        }
    }

    private void Write(ref Span<char> rest, List<SqlParameter> parameters)
    {
        foreach (var part in parts.AsSpan(0, count))
        {
            switch (part)
            {
                case string text:
                    text.CopyTo(rest);
                    rest = rest[text.Length..];
                    break;
                case SqlFragment fragment:
                    fragment.Write(ref rest, parameters);
                    break;
                default:
                    rest[0] = '$';
                    var number = IndexOf(parameters, part) + 1;
                    number.TryFormat(rest[1..], out var digits, provider: CultureInfo.InvariantCulture);
                    rest = rest[(1 + digits)..];
                    break;
            }
        }
    }

    private static int IndexOf(List<SqlParameter> parameters, object parameter)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            if (ReferenceEquals(parameters[i], parameter))
                return i;
        }

        return -1;
    }

    /// <summary>The number of characters of the text.</summary>
    private struct Size
    {
        public int Text;
        public int Placeholders;
    }
}
