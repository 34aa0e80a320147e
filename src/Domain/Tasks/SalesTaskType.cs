namespace Crm.Domain.Tasks;

/// <summary>The kind of task.</summary>
public enum SalesTaskType
{
    Call,
    Email,
    Meeting,
    FollowUp,
    Demo,
    Proposal,
    Contract,
    Research,
    ContentCreation,
    Other,
}
