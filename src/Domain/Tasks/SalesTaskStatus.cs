namespace Crm.Domain.Tasks;

/// <summary>How far a task is.</summary>
public enum SalesTaskStatus
{
    Pending,
    InProgress,
    Completed,
    Cancelled,
    Deferred,
}
