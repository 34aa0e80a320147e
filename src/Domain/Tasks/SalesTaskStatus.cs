namespace Crm.Domain.Tasks;

/// <summary>The status of a task.</summary>
public enum SalesTaskStatus
{
    Pending,
    InProgress,
    Completed,
    Cancelled,
    Deferred,
}
