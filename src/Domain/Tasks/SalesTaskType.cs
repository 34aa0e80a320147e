namespace Crm.Domain.Tasks;

/// <summary>What is to be done.</summary>
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
