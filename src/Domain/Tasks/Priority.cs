namespace Crm.Domain.Tasks;

/// <summary>The priority of a task, in ascending order.</summary>
public enum Priority
{
    Low,
    Medium,
    High,
    Urgent,
}
