namespace Crm.Application.Common.Json;

/// <summary>An instant that can also be given as a date: the start of that day in UTC, or its end.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DateOrInstantAttribute : Attribute
{
    /// <summary>Whether a date means the last microsecond of the day.</summary>
    public bool AtItsEnd { get; init; }
}
