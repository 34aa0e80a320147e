namespace Crm.Application.Common.Ports;

/// <summary>Whether a password matches a hash.</summary>
public enum PasswordMatch
{
    /// <summary>It does not.</summary>
    No,

    /// <summary>It does.</summary>
    Yes,

    /// <summary>It does, and it should be hashed again, with today's cost.</summary>
    Outdated,
}
