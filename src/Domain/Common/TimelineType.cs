namespace Crm.Domain.Common;

/// <summary>What a line of a timeline tells of.</summary>
public enum TimelineType
{
    Task,
    Communication,
    Note,

    /// <summary>A deal entered a stage.</summary>
    StageChange,

    /// <summary>A lead entered a status.</summary>
    StatusChange,

    /// <summary>A lead did something: saw a page, opened an e-mail.</summary>
    LeadActivity,
}
