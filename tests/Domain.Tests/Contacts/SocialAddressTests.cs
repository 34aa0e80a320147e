using Crm.Domain.Contacts;

namespace Crm.Domain.Tests.Contacts;

public sealed class SocialAddressTests
{
    [TestCase("https://www.linkedin.com/in/ada-keller", SocialPlatform.Linkedin, "ada-keller", "https://www.linkedin.com/in/ada-keller")]
    [TestCase("linkedin.com/in/ada-keller/", SocialPlatform.Linkedin, "ada-keller", "https://linkedin.com/in/ada-keller")]
    [TestCase("http://de.linkedin.com/in/ada-keller?trk=public&x=1#top", SocialPlatform.Linkedin, "ada-keller",
        "https://de.linkedin.com/in/ada-keller")]
    [TestCase("https://www.linkedin.com/company/northwind/about/", SocialPlatform.Linkedin, "northwind",
        "https://www.linkedin.com/company/northwind/about")]
    [TestCase("https://www.linkedin.com/in/j%C3%B6rg-m%C3%BCller", SocialPlatform.Linkedin, "jörg-müller",
        "https://www.linkedin.com/in/j%C3%B6rg-m%C3%BCller")]
    [TestCase("https://www.linkedin.com/school/tu-berlin", SocialPlatform.Linkedin, "tu-berlin",
        "https://www.linkedin.com/school/tu-berlin")]
    [TestCase("https://www.linkedin.com/feed/", SocialPlatform.Linkedin, null, "https://www.linkedin.com/feed")]
    [TestCase("https://www.linkedin.com", SocialPlatform.Linkedin, null, "https://www.linkedin.com")]
    [TestCase("HTTPS://WWW.FACEBOOK.COM/Ada.Keller", SocialPlatform.Facebook, "Ada.Keller", "https://www.facebook.com/Ada.Keller")]
    [TestCase("m.facebook.com/ada.keller?ref=bookmarks", SocialPlatform.Facebook, "ada.keller", "https://m.facebook.com/ada.keller")]
    [TestCase("fb.com/ada.keller", SocialPlatform.Facebook, "ada.keller", "https://fb.com/ada.keller")]
    [TestCase("https://www.facebook.com/groups/crm", SocialPlatform.Facebook, null, "https://www.facebook.com/groups/crm")]
    [TestCase("https://twitter.com/ada_keller", SocialPlatform.Twitter, "ada_keller", "https://twitter.com/ada_keller")]
    [TestCase("https://mobile.twitter.com/ada_keller/status/123", SocialPlatform.Twitter, "ada_keller",
        "https://mobile.twitter.com/ada_keller/status/123")]
    [TestCase("x.com/@ada_keller", SocialPlatform.Twitter, "ada_keller", "https://x.com/@ada_keller")]
    [TestCase("https://x.com/_ada", SocialPlatform.Twitter, "_ada", "https://x.com/_ada")]
    [TestCase("https://x.com/hashtag/crm", SocialPlatform.Twitter, null, "https://x.com/hashtag/crm")]
    [TestCase("https://x.com/i/flow/login", SocialPlatform.Twitter, null, "https://x.com/i/flow/login")]
    [TestCase("https://www.instagram.com/ada.keller/?hl=de", SocialPlatform.Instagram, "ada.keller",
        "https://www.instagram.com/ada.keller")]
    [TestCase("instagram.com/p/Cabc123", SocialPlatform.Instagram, null, "https://instagram.com/p/Cabc123")]
    [TestCase("https://www.youtube.com/@adakeller", SocialPlatform.Youtube, "adakeller", "https://www.youtube.com/@adakeller")]
    [TestCase("https://m.youtube.com/c/AdaKeller/videos", SocialPlatform.Youtube, "AdaKeller", "https://m.youtube.com/c/AdaKeller/videos")]
    [TestCase("youtube.com/user/adakeller", SocialPlatform.Youtube, "adakeller", "https://youtube.com/user/adakeller")]
    [TestCase("https://www.youtube.com/watch?v=abc", SocialPlatform.Youtube, null, "https://www.youtube.com/watch")]
    [TestCase("https://www.tiktok.com/@ada.keller/video/123?lang=de", SocialPlatform.Tiktok, "ada.keller",
        "https://www.tiktok.com/@ada.keller/video/123")]
    [TestCase("tiktok.com/ada", SocialPlatform.Tiktok, null, "https://tiktok.com/ada")]
    [TestCase("https://ada.example.com/about/?lang=de", SocialPlatform.Other, null, "https://ada.example.com/about?lang=de")]
    [TestCase("http://example.com", SocialPlatform.Other, null, "http://example.com")]
    [TestCase("https://evil-linkedin.com/in/ada", SocialPlatform.Other, null, "https://evil-linkedin.com/in/ada")]
    [TestCase("https://linkedin.com.evil.org/in/ada", SocialPlatform.Other, null, "https://linkedin.com.evil.org/in/ada")]
    [TestCase("https://x.community/ada", SocialPlatform.Other, null, "https://x.community/ada")]
    [TestCase("https://netflix.com/ada", SocialPlatform.Other, null, "https://netflix.com/ada")]
    [TestCase("https://www.linkedin.com:8443/in/ada", SocialPlatform.Other, null, "https://www.linkedin.com:8443/in/ada")]
    [TestCase("https://www.linkedin.com./in/ada", SocialPlatform.Linkedin, "ada", "https://www.linkedin.com/in/ada")]
    [TestCase("https://www.linkedin.com//in//ada", SocialPlatform.Linkedin, "ada", "https://www.linkedin.com//in//ada")]
    [TestCase("https://x.com/a%2Fb", SocialPlatform.Twitter, null, "https://x.com/a%2Fb")]
    [TestCase("https://x.com/%00", SocialPlatform.Twitter, null, "https://x.com/%00")]
    [TestCase("  linkedin.com/in/ada  ", SocialPlatform.Linkedin, "ada", "https://linkedin.com/in/ada")]
    public void Parsing_gives_platform_and_name(string text, SocialPlatform platform, string? username, string url)
    {
        var address = SocialAddress.Parse(text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(address?.Platform, Is.EqualTo(platform));
            Assert.That(address?.Username, Is.EqualTo(username));
            Assert.That(address?.Url, Is.EqualTo(url));
        }

        Assert.That(SocialAddress.Parse(address!.Url), Is.EqualTo(address), "Parsing the stored URL must give the same result.");
    }

    [TestCase("https://www.facebook.com/profile.php?id=100001234567890&sk=about", "100001234567890",
        "https://www.facebook.com/profile.php?id=100001234567890")]
    [TestCase("facebook.com/profile.php?sk=about", null, "https://facebook.com/profile.php")]
    [TestCase("facebook.com/profile.php?id=ada", null, "https://facebook.com/profile.php")]
    [TestCase("https://www.facebook.com/people/Ada-Keller/100001234567890/", "100001234567890",
        "https://www.facebook.com/people/Ada-Keller/100001234567890")]
    [TestCase("https://www.youtube.com/channel/UC_x5XG1OV2P6uZZ5FSM9Ttw", "UC_x5XG1OV2P6uZZ5FSM9Ttw",
        "https://www.youtube.com/channel/UC_x5XG1OV2P6uZZ5FSM9Ttw")]
    public void An_address_may_contain_an_id_instead(string text, string? id, string url)
    {
        var address = SocialAddress.Parse(text)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(address.Username, Is.Null);
            Assert.That(address.ProfileId, Is.EqualTo(id));
            Assert.That(address.Url, Is.EqualTo(url));
        }
    }

    [TestCase("ftp://linkedin.com/in/ada")]
    [TestCase("javascript:alert(1)")]
    [TestCase("mailto://ada@example.com")]
    [TestCase("https://")]
    [TestCase("https://ada:secret@x.com/ada")]
    [TestCase("http://[bad")]
    public void Text_that_is_no_web_address_is_not_parsed(string text) => Assert.That(SocialAddress.Parse(text), Is.Null);

    [Test]
    public void A_url_built_from_a_name_parses_to_the_same_name()
    {
        foreach (var platform in Enum.GetValues<SocialPlatform>().Except([SocialPlatform.Other]))
        {
            foreach (var name in new[] { "ada", "Ada.Keller-1_x", "jörg" })
            {
                var address = SocialAddress.Parse(SocialAddress.UrlOf(platform, name, null)!);
                using (Assert.EnterMultipleScope())
                {
                    Assert.That(address?.Platform, Is.EqualTo(platform));
                    Assert.That(address?.Username, Is.EqualTo(name));
                }
            }
        }

        Assert.That(SocialAddress.Parse(SocialAddress.UrlOf(SocialPlatform.Facebook, null, "123")!)?.ProfileId, Is.EqualTo("123"));
        Assert.That(SocialAddress.Parse(SocialAddress.UrlOf(SocialPlatform.Youtube, null, "UCabc")!)?.ProfileId, Is.EqualTo("UCabc"));
        Assert.That(SocialAddress.UrlOf(SocialPlatform.Other, "ada", "1"), Is.Null);
        Assert.That(SocialAddress.UrlOf(SocialPlatform.Twitter, null, "1"), Is.Null);
    }
}
