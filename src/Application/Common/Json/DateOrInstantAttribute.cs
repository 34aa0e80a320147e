namespace Crm.Application.Common.Json;

/// <summary>An instant that may be given as a plain date, too: the first moment of that day in UTC, or its last.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DateOrInstantAttribute : Attribute
{
    /// <summary>Whether the date means the last microsecond of its day.</summary>
    public bool AtItsEnd { get; init; }
}
