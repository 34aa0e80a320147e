using System.Net;

namespace Crm.Application.Leads;

/// <summary>An address of IPv4 or IPv6.</summary>
public sealed record IpAddressRule() : FieldRule("must be an IPv4 or IPv6 address.")
{
    public override bool Allows(object? value, object? other) => value is not string text || IsAddress(text);

    /// <summary>Written out: the framework takes <c>1</c> for 0.0.0.1, and a zone that means something on one machine alone.</summary>
    private static bool IsAddress(string text) => IPAddress.TryParse(text, out _) &&
        (text.Contains(':', StringComparison.Ordinal) ? !text.Contains('%', StringComparison.Ordinal) : text.Count(c => c == '.') == 3);
}
