namespace Crm.Application.Common.Records;

/// <summary>The outcome of assigning one record.</summary>
public enum AssignmentStatus
{
    Assigned,
    Unchanged,
    Failed,
}
