namespace Crm.Domain.Tasks;

/// <summary>How much a task matters, from least to most.</summary>
public enum Priority
{
    Low,
    Medium,
    High,
    Urgent,
}
