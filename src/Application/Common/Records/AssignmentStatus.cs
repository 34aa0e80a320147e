namespace Crm.Application.Common.Records;

/// <summary>What became of one record that was to be given to somebody.</summary>
public enum AssignmentStatus
{
    Assigned,
    Unchanged,
    Failed,
}
