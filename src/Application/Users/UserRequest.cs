using Crm.Domain.Users;

namespace Crm.Application.Users;

/// <summary>What POST and PUT of a user have in common.</summary>
public abstract record UserRequest
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
}

internal sealed class UserRequestValidator : AbstractValidator<UserRequest>
{
    public UserRequestValidator() => this.Apply(UserDetails.Rules);
}
