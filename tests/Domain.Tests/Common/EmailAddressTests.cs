using System.Net.Mail;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace Crm.Domain.Tests.Common;

/// <summary>An address is valid if the framework's parser accepts it and it has no white space and no comments.</summary>
public sealed class EmailAddressTests
{
    private const string Characters = "aab1..@@\"\\()<>[],;:!#é\u0301 \t😀漢-_+=x\u007f\u00a0\ud800";

    [TestCase("jo@example.com")]
    [TestCase("jo.d+tag@sub.example.com")]
    [TestCase("jo@localhost")]
    [TestCase("\"jo()d\"@example.com")]
    [TestCase("jörg@exämple.com")]
    [TestCase("jo@[192.0.2.1]")]
    public void Valid(string text) => Assert.That(EmailAddress.IsValid(text), Is.True);

    [TestCase("")]
    [TestCase("jo")]
    [TestCase("@example.com")]
    [TestCase("jo@")]
    [TestCase("jo@a@b")]
    [TestCase(".jo@example.com")]
    [TestCase("jo..d@example.com")]
    [TestCase("jo@example..com")]
    [TestCase("Jo <jo@example.com>")]
    [TestCase("jo d@example.com")]
    [TestCase("jo(d)@example.com")]
    public void Invalid(string text) => Assert.That(EmailAddress.IsValid(text), Is.False);

    [Test]
    public void The_result_is_that_of_the_frameworks_parser()
    {
        var valid = 0;
        var text = Gen.Elements(Characters.ToCharArray()).ArrayOf().Resize(14).Select(c => new string(c));
        var address = Gen.OneOf(text, text.Select(t => t + "@x.y"), text.Select(t => "a@" + t));
        Prop.ForAll(address.ToArbitrary(), t =>
        {
            valid += EmailAddress.IsValid(t) ? 1 : 0;
            Assert.That(EmailAddress.IsValid(t), Is.EqualTo(Parse(t)), string.Join(' ', t.Select(c => $"{(int)c:x}")));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
        Assert.That(valid, Is.GreaterThan(100));
    }

    private static bool Parse(string text) =>
        text.Length <= 254 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) && TextRules.IsClean(text) &&
        MailAddress.TryCreate(text, out var address) && address.Address == text && Regex.IsMatch(text, @"\A[^@]+@[^@.]+(\.[^@.]+)*\z");
}
