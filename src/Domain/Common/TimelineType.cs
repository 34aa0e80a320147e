namespace Crm.Domain.Common;

/// <summary>The type of a timeline entry.</summary>
public enum TimelineType
{
    Task,
    Communication,
    Note,

    /// <summary>The stage of a deal changed.</summary>
    StageChange,

    /// <summary>The status of a lead changed.</summary>
    StatusChange,

    /// <summary>A tracked event of a lead, such as a page view or an opened e-mail.</summary>
    LeadActivity,
}
