using Crm.Domain.Users;

namespace Crm.Application.Users;

/// <summary>The shape of a user's plain fields.</summary>
internal sealed class UserDetailsValidator : AbstractValidator<UserDetails>
{
    public UserDetailsValidator()
    {
        RuleFor(u => u.Email).Email();
        // Without @, so that what is typed at login never means two users.
        RuleFor(u => u.Username).Name()
            .Must(n => !n.Any(c => c == '@' || char.IsWhiteSpace(c) || char.IsControl(c))).WithMessage("must have neither spaces nor @.");
        RuleFor(u => u.FirstName).Name();
        RuleFor(u => u.LastName).Name();
        RuleFor(u => u.MiddleName).Line();
        RuleFor(u => u.JobTitle).Line();
        RuleFor(u => u.Department).Line();
        RuleFor(u => u.Timezone).TimeZone();
        RuleFor(u => u.Locale).Line().Language();
    }
}
