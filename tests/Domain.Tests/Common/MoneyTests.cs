using System.Globalization;

namespace Crm.Domain.Tests.Common;

public sealed class MoneyTests
{
    [TestCase("0", true)]
    [TestCase("0.01", true)]
    [TestCase("1.10000", true)]
    [TestCase("9999999999999999.99", true)]
    [TestCase("10000000000000000", false)]
    [TestCase("0.001", false)]
    [TestCase("-0.01", false)]
    [TestCase("79228162514264337593543950335", false)]
    public void An_amount_is_valid_only_within_its_range_and_precision(string amount, bool valid) =>
        Assert.That(Money.IsValid(decimal.Parse(amount, CultureInfo.InvariantCulture)), Is.EqualTo(valid));

    [TestCase("1", "1.00")]
    [TestCase("1.5000", "1.50")]
    [TestCase("0", "0.00")]
    public void An_amount_has_two_decimals(string amount, string normal) =>
        Assert.That(Money.Normalize(decimal.Parse(amount, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture),
            Is.EqualTo(normal));

    [TestCase("USD", true)]
    [TestCase("EUR", true)]
    [TestCase("usd", false)]
    [TestCase("ABC", false)]
    [TestCase("", false)]
    public void Currencies_are_those_of_iso_4217(string code, bool exists) => Assert.That(Currencies.Exists(code), Is.EqualTo(exists));
}
