namespace Crm.Application.Common.Sql;

/// <summary>A parameter value. It is one parameter of the statement, even if its fragment is inserted several times.</summary>
public sealed class SqlParameter
{
    /// <summary>The permitted parameter types. Each is nullable.</summary>
    public static readonly IReadOnlySet<Type> Types = new HashSet<Type>
    {
        typeof(Guid), typeof(string), typeof(int), typeof(long), typeof(decimal), typeof(bool), typeof(DateTimeOffset), typeof(DateOnly),
        typeof(double), typeof(byte[]), typeof(byte[][]),
        typeof(Guid[]), typeof(string[]), typeof(int[]), typeof(int?[]), typeof(decimal[]), typeof(bool[]),
        typeof(DateTimeOffset[]), typeof(DateOnly[]),
    };

    internal SqlParameter(object? value, Type type)
    {
        if (!Types.Contains(type))
            throw new ArgumentException($"{type} is no type of a parameter.", nameof(type));
        (Value, Type) = (value, type);
    }

    public object? Value { get; }

    /// <summary>The type, also for null.</summary>
    public Type Type { get; }
}
