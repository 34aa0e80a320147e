using Crm.Domain.Users;

namespace Crm.Application.Users;

/// <summary>The members that POST and PUT of a user share.</summary>
public abstract record UserRequest
{
    /// <summary>Unique among live users. Letter case is ignored.</summary>
    public string Email { get; init; } = "";

    /// <summary>Unique among live users. Letter case is ignored.</summary>
    public string Username { get; init; } = "";
    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";
    public string? MiddleName { get; init; }
    public string? JobTitle { get; init; }
    public string? Department { get; init; }

    /// <summary>An IANA time zone. A date is a day in it: today, the day that a task is due, the days of reports. Default: the
    /// organisation's time zone.</summary>
    public string? Timezone { get; init; }

    /// <summary>A BCP 47 language tag.</summary>
    public string Locale { get; init; } = "en-US";

    /// <summary>An inactive user cannot log in and cannot be assigned records.</summary>
    public bool IsActive { get; init; } = true;
}

internal sealed class UserRequestValidator : AbstractValidator<UserRequest>
{
    public UserRequestValidator() => this.Apply(UserDetails.Rules);
}
