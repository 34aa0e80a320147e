namespace Crm.Domain.Tests.Common;

public sealed class FoldingTests
{
    [TestCase(null, "")]
    [TestCase("  \t\n ", "")]
    [TestCase("Acme", "acme")]
    [TestCase("  Acme \u00a0 Corp\t", "acme corp")]
    [TestCase("Café Zürich Ångström", "cafe zurich angstrom")]
    [TestCase("Straße Łódź Ærø Œuvre Đà Þór ŋ ħ ŧ ı", "strasse lodz aero oeuvre da thor n h t i")]
    [TestCase("İstanbul", "istanbul")]
    [TestCase("ΣΊΣΥΦΟΣ Σίσυφος", "σισυφοσ σισυφοσ")]
    [TestCase("Ёлка й", "елка и")]
    [TestCase("ﬁne Ｆｕｌｌ １²", "fine full 12")]
    [TestCase("e\u0301 is é", "e is e")]
    [TestCase("a\u0007b", "ab")]
    [TestCase("100% _x\\", "100% _x\\")]
    [TestCase("😀 𝓐", "😀 a")]
    public void Text_is_folded(string? text, string folded)
    {
        Assert.That(Folding.Fold(text), Is.EqualTo(folded));
        Assert.That(Folding.Fold(folded), Is.EqualTo(folded), "Folding is idempotent.");
    }

    [Test]
    public void Search_text_has_each_part_and_its_words()
    {
        Assert.That(Folding.SearchText("Acme", null, "", "jo.doe@acme.com", "C++"),
            Is.EqualTo(" acme jo.doe@acme.com jo doe acme com c++ c"));
        Assert.That(Folding.SearchText(null, " "), Is.EqualTo(""));
        Assert.That(Folding.SearchText("!!!"), Is.EqualTo(" !!!"));
        Assert.That(Folding.SearchText("(x)"), Is.EqualTo(" (x) x"));
    }
}
