namespace Crm.Domain.Common;

/// <summary>The kind of change that an audit row records.</summary>
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
