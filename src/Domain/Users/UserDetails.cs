namespace Crm.Domain.Users;

/// <summary>A user's plain fields.</summary>
public record UserDetails
{
    /// <summary>Unique among live users, whatever its case.</summary>
    public string Email { get; init; } = "";

    /// <summary>Unique among live users, whatever its case.</summary>
    public string Username { get; init; } = "";
    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";
    public string? MiddleName { get; init; }
    public string? JobTitle { get; init; }
    public string? Department { get; init; }

    /// <summary>IANA time zone.</summary>
    public string Timezone { get; init; } = "UTC";

    /// <summary>BCP 47 language tag.</summary>
    public string Locale { get; init; } = "en-US";

    /// <summary>A deactivated user cannot log in or be assigned anything.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>These fields alone, whatever record they came in.</summary>
    internal UserDetails Normalized() => new(this);
}
