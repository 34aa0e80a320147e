using System.Reflection;
using Crm.Domain.Companies;
using Crm.Domain.Deals;

namespace Crm.Domain.Tests.Common;

public sealed class EnumTextTests
{
    [Test]
    public void Names_match_the_seed_data()
    {
        Assert.That(EnumText<DealStage>.Names, Is.EqualTo(new[]
        {
            "PROSPECTING", "QUALIFYING", "PROPOSING", "NEGOTIATING", "FOLLOW_UP", "CLOSED_WON", "CLOSED_LOST", "ON_HOLD",
        }));
        Assert.That(EnumText<CompanySize>.Names,
            Is.EqualTo(new[] { "MICRO_1_10", "SMALL_11_50", "MEDIUM_51_200", "LARGE_201_1000", "ENTERPRISE_1000_PLUS" }));
        Assert.That(EnumText<LeadStatus>.Names, Is.EqualTo(new[]
        {
            "NEW", "QUALIFIED", "CONTACTED", "INTERESTED", "NOT_INTERESTED", "CONVERTED", "DEAD", "NURTURING",
        }));
        Assert.That(EnumText<LeadSource>.Names, Is.EqualTo(new[]
        {
            "WEBSITE", "EMAIL_CAMPAIGN", "SOCIAL_MEDIA", "REFERRAL", "COLD_CALL", "TRADE_SHOW", "WEBINAR", "ADVERTISEMENT", "PARTNER",
            "EVENT",
            "PAID_SEARCH", "ORGANIC_SEARCH", "DIRECT_MAIL", "TELEMARKETING", "OTHER",
        }));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("closed_won")]
    [TestCase("ClosedWon")]
    [TestCase("5")]
    [TestCase(" CLOSED_WON")]
    [TestCase("CLOSED_WON, ON_HOLD")]
    public void Only_the_exact_name_is_read(string? text)
    {
        Assert.That(EnumText<DealStage>.TryParse(text, out _), Is.False);
        if (text is not null)
            Assert.That(() => EnumText<DealStage>.Parse(text), Throws.InstanceOf<FormatException>());
    }

    [Test]
    public void Each_name_of_each_enum_is_read_back()
    {
        foreach (var type in typeof(AggregateRoot).Assembly.GetTypes().Where(t => t.IsEnum))
            GetType().GetMethod(nameof(ReadBack), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null);
    }

    private static void ReadBack<T>()
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            Assert.That(EnumText<T>.Parse(EnumText<T>.Of(value)), Is.EqualTo(value));
        Assert.That(EnumText<T>.Names, Is.Unique);
    }
}
