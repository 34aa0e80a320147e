using System.Net;

namespace Crm.Application.Leads;

/// <summary>An IPv4 or IPv6 address.</summary>
public sealed record IpAddressRule() : FieldRule("must be an IPv4 or IPv6 address.")
{
    public override bool Allows(object? value, object? other) => value is not string text || IsAddress(text);

    /// <summary>The framework also accepts <c>1</c> for 0.0.0.1, and zone ids, which are meaningful on one machine only. Both are rejected
    /// here.</summary>
    private static bool IsAddress(string text) => IPAddress.TryParse(text, out _) &&
        (text.Contains(':', StringComparison.Ordinal) ? !text.Contains('%', StringComparison.Ordinal) : text.Count(c => c == '.') == 3);
}
