using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

/// <summary>The shape of a social profile; what its address tells, the domain reads.</summary>
internal sealed class SocialProfileValidator : AbstractValidator<SocialProfileDetails>
{
    public SocialProfileValidator(IClock clock)
    {
        RuleFor(p => p.ProfileUrl).Url();
        RuleFor(p => p.Username).Line();
        RuleFor(p => p.ProfileId).Line();
        RuleFor(p => p.LastSyncAt).NotInFuture(clock);
        RuleFor(p => p.Metadata).JsonObject();
    }
}
