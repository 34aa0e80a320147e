namespace Crm.Domain.Users;

/// <summary>The plain fields of a user.</summary>
public sealed record UserDetails
{
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<UserDetails> Rules { get; } = FieldRules.For<UserDetails>(f =>
    {
        f.Email(u => u.Email);
        f.Name(u => u.Username, new UsernameRule());
        f.Name(u => u.FirstName);
        f.Name(u => u.LastName);
        f.Line(u => u.MiddleName);
        f.Line(u => u.JobTitle);
        f.Line(u => u.Department);
        f.TimeZone(u => u.Timezone);
        f.Line(u => u.Locale, new LanguageRule());
    });

    /// <summary>Unique among live users. Letter case is ignored.</summary>
    public string Email { get; init; } = "";

    /// <summary>Unique among live users. Letter case is ignored.</summary>
    public string Username { get; init; } = "";
    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";
    public string? MiddleName { get; init; }
    public string? JobTitle { get; init; }
    public string? Department { get; init; }

    /// <summary>An IANA time zone, which determines the user's days. Null: the organisation's.</summary>
    public string? Timezone { get; init; }

    /// <summary>BCP 47 language tag.</summary>
    public string Locale { get; init; } = "en-US";

    /// <summary>An inactive user cannot log in and cannot be assigned records.</summary>
    public bool IsActive { get; init; } = true;
}
