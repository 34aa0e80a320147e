namespace Crm.Domain.Tests.Common;

public sealed class TextRulesTests
{
    [TestCase("😀")]
    [TestCase("👩‍👩‍👧‍👦")]
    [TestCase("🇩🇪")]
    [TestCase("e\u0301")]
    [TestCase("\r\n")]
    public void A_character_is_kept_whole_or_left_out(string last)
    {
        for (var length = 3; length < 3 + last.Length; length++)
            Assert.That(TextRules.Cut($"xxx{last}y", length), Is.EqualTo("xxx"), $"{length}");
        Assert.That(TextRules.Cut($"xxx{last}y", 3 + last.Length), Is.EqualTo($"xxx{last}"));
        Assert.That(TextRules.Cut($"xxx{last}", 3 + last.Length), Is.EqualTo($"xxx{last}"));
    }

    [Test]
    public void A_single_longer_character_is_cut_between_its_code_points()
    {
        var cut = TextRules.Cut($"a{new string('\u0301', 300)}", 10);
        Assert.That(cut, Has.Length.EqualTo(10));
        Assert.That(TextRules.Cut("😀", 1), Is.Empty);
        Assert.That(TextRules.Cut("abc", 0), Is.Empty);
    }

    [Test]
    public void What_cannot_be_stored_is_left_out() =>
        Assert.That(TextRules.WithoutBroken("a\0b\ud83dc\ude00😀"), Is.EqualTo("abc😀"));
}
