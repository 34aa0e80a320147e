namespace Crm.Domain.Common;

/// <summary>What an audit row tells of.</summary>
public enum AuditAction
{
    Create,
    Update,
    Delete,
    StatusChange,
    AssignmentChange,
    StageChange,
    Restore,
    Login,
    LoginFailed,
    Export,
    RightsChange,
}
