using Crm.Application.Common.Mapping;
using Crm.Domain.Contacts;
using Mapster;

namespace Crm.Application.Contacts;

internal sealed class ContactMapping : IRegister
{
    public void Register(TypeAdapterConfig config)
    {
        config.NewConfig<ContactRequest, ContactDetails>();
        config.NewUpdate<Contact, ContactDetails, UpdateContact>(contact => contact.Details);
        config.NewConfig<SocialProfileRequest, SocialProfileDetails>();
        // Values that the URL contains are omitted, so that a patch of the URL alone changes all of them.
        config.NewConfig<SocialProfile, UpdateSocialProfile>()
            .Ignore(update => update.Platform!)
            .Map(update => update.Username, profile => UsernameOf(profile))
            .Map(update => update.ProfileId, profile => ProfileIdOf(profile));
    }

    private static string? UsernameOf(SocialProfile profile) =>
        SocialAddress.Parse(profile.ProfileUrl)?.Username is null ? profile.Username : null;

    private static string? ProfileIdOf(SocialProfile profile) =>
        SocialAddress.Parse(profile.ProfileUrl)?.ProfileId is null ? profile.ProfileId : null;
}
