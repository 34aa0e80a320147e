using Crm.Domain.Contacts;
using static Crm.Domain.Tests.Given;

namespace Crm.Domain.Tests.Contacts;

public sealed class SocialProfileTests
{
    private static Contact New() =>
        Contact.Create(Id, new ContactDetails { FirstName = "Ada", LastName = "Keller" }, null, null, Now, Zone.Utc, Now).Value;

    private static Result<SocialProfile> Add(Contact contact, SocialProfileDetails details) =>
        contact.AddSocialProfile(Guid.CreateVersion7(), details, Now);

    [Test]
    public void Missing_fields_are_derived_from_the_others()
    {
        var fromUrl = Add(New(), new() { ProfileUrl = "de.linkedin.com/in/ada?x=1" }).Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fromUrl.Platform, Is.EqualTo(SocialPlatform.Linkedin));
            Assert.That(fromUrl.Username, Is.EqualTo("ada"));
            Assert.That(fromUrl.ProfileUrl, Is.EqualTo("https://de.linkedin.com/in/ada"));
        }

        var fromName = Add(New(), new() { Platform = SocialPlatform.Twitter, Username = "@ada" }).Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fromName.Username, Is.EqualTo("ada"));
            Assert.That(fromName.ProfileUrl, Is.EqualTo("https://x.com/ada"));
        }

        var both = Add(New(), new() { ProfileUrl = "https://x.com/Ada", Platform = SocialPlatform.Twitter, Username = "@ada" }).Value;
        Assert.That(both.Username, Is.EqualTo("Ada"));
        var other = Add(New(), new() { ProfileUrl = "https://ada.example.com", Username = "ada" }).Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(other.Platform, Is.EqualTo(SocialPlatform.Other));
            Assert.That(other.Username, Is.EqualTo("ada"));
        }
    }

    [Test]
    public void Insufficient_or_contradictory_input_is_rejected_with_its_field()
    {
        Add(New(), new()).Fails("social_profile_missing", ErrorKind.Invalid, "profileUrl");
        Add(New(), new() { Platform = SocialPlatform.Twitter }).Fails("social_profile_missing", ErrorKind.Invalid, "profileUrl");
        Add(New(), new() { Username = "ada" }).Fails("social_profile_missing", ErrorKind.Invalid, "profileUrl");
        Add(New(), new() { Platform = SocialPlatform.Other, Username = "ada" })
            .Fails("social_profile_missing", ErrorKind.Invalid, "profileUrl");
        Add(New(), new() { Platform = SocialPlatform.Twitter, Username = "a/b" })
            .Fails("profile_username_invalid", ErrorKind.Invalid, "username");
        Add(New(), new() { ProfileUrl = "https://u:p@x.com/ada" }).Fails("profile_url_invalid", ErrorKind.Invalid, "profileUrl");
        Add(New(), new() { ProfileUrl = "https://x.com/ada", Platform = SocialPlatform.Linkedin })
            .Fails("profile_contradicts_url", ErrorKind.Invalid, "platform");
        Add(New(), new() { ProfileUrl = "https://x.com/ada", Platform = SocialPlatform.Other })
            .Fails("profile_contradicts_url", ErrorKind.Invalid, "platform");
        Add(New(), new() { ProfileUrl = "https://x.com/ada", Username = "bob" })
            .Fails("profile_contradicts_url", ErrorKind.Invalid, "username");
        Add(New(), new() { ProfileUrl = "https://youtube.com/channel/UC1", ProfileId = "UC2" })
            .Fails("profile_contradicts_url", ErrorKind.Invalid, "profileId");
    }

    [Test]
    public void One_profile_for_each_platform_and_one_for_each_other_address()
    {
        var contact = New();
        Add(contact, new() { ProfileUrl = "https://x.com/ada" });
        Add(contact, new() { ProfileUrl = "https://twitter.com/other" }).Fails("social_profile_exists", ErrorKind.Conflict, "platform");
        Add(contact, new() { ProfileUrl = "https://a.example.com/" });
        Add(contact, new() { ProfileUrl = "https://A.example.com" }).Fails("social_profile_url_exists", ErrorKind.Conflict, "profileUrl");
        var second = Add(contact, new() { ProfileUrl = "https://b.example.com" }).Value;
        contact.ChangeSocialProfile(second.Id, new() { ProfileUrl = "https://x.com/ada" }, Now)
            .Fails("social_profile_exists", ErrorKind.Conflict, "platform");
        contact.ChangeSocialProfile(Id, new() { ProfileUrl = "https://x.com/ada" }, Now)
            .Fails("social_profile_not_found", ErrorKind.NotFound);
        contact.RemoveSocialProfile(Id, Now).Fails("social_profile_not_found", ErrorKind.NotFound);
    }

    [Test]
    public void The_number_of_profiles_of_a_contact_is_limited()
    {
        var contact = New();
        for (var i = 0; i < Contact.MaxSocialProfiles; i++)
            Assert.That(Add(contact, new() { ProfileUrl = $"https://{i}.example.com" }).Error, Is.Null);
        Add(contact, new() { ProfileUrl = "https://x.com/ada" }).Fails("too_many_social_profiles", ErrorKind.Conflict);
    }
}
