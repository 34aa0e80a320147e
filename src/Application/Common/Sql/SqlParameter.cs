namespace Crm.Application.Common.Sql;

/// <summary>A value of a statement. It is one parameter wherever its fragment is inserted.</summary>
public sealed class SqlParameter
{
    /// <summary>The types that a parameter can have; null is possible for each.</summary>
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

    /// <summary>The type, also of null.</summary>
    public Type Type { get; }
}
