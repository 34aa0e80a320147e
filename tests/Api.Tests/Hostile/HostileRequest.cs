using System.Globalization;
using System.Text;

namespace Crm.Api.Tests.Hostile;

/// <summary>A request of <see cref="HostileGenerator"/>.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query as sent.</param>
public sealed record HostileRequest(string Method, string Target)
{
    /// <summary>The operation that it was made for.</summary>
    public required string Operation { get; init; }

    /// <summary>The statuses that the operation documents; empty if the method or the path is not the operation's.</summary>
    public IReadOnlyCollection<int> Documented { get; init; } = [];

    public List<(string Name, string Value)> Headers { get; init; } = [];

    public byte[]? Body { get; init; }

    /// <summary>Whether a refusal may be stored, such as a failed login.</summary>
    public bool IsRefusalStored { get; init; }

    public override string ToString()
    {
        var headers = Headers.Where(h => h.Name is not ("Authorization" or "X-Api-Key")).Select(h => $"{h.Name}: {h.Value}");
        var body = Body is null ? "" : $"{Body.Length} bytes {Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 600)))}";
        var text = string.Create(CultureInfo.InvariantCulture, $"{Operation}: {Method} {Target} | {string.Join(" | ", headers)} | {body}");
        return new string([.. text.Select(c => char.IsControl(c) ? '·' : c)]);
    }
}
