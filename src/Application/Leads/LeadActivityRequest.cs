using System.Net;
using System.Text.Json;
using Crm.Domain.Leads;

namespace Crm.Application.Leads;

/// <summary>What is said of something that a lead did, or that was done with it.</summary>
public abstract record LeadActivityRequest
{
    /// <summary>Browsers send longer ones than a line.</summary>
    internal const int MaxUserAgent = 1000;

    public LeadActivityType? Type { get; init; }
    public string? Description { get; init; }

    /// <summary>A JSON object of the caller's own.</summary>
    public JsonElement? Metadata { get; init; }
    public string? IpAddress { get; init; }
    public string? UserAgent { get; init; }
    public string? Url { get; init; }

    /// <summary>Seconds.</summary>
    public int? Duration { get; init; }

    /// <summary>When it happened, where it is imported; now otherwise.</summary>
    [ImportOnly]
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>Their shape.</summary>
internal sealed class LeadActivityRequestValidator : AbstractValidator<LeadActivityRequest>
{
    public LeadActivityRequestValidator(IClock clock)
    {
        RuleFor(a => a.Type).NotNull().WithMessage("is required.");
        RuleFor(a => a.Description).LongText();
        RuleFor(a => a.Metadata).JsonObject();
        RuleFor(a => a.IpAddress).Must(ip => ip is null || IsAddress(ip)).WithMessage("must be an IPv4 or IPv6 address.");
        RuleFor(a => a.UserAgent).MaximumLength(LeadActivityRequest.MaxUserAgent).WithMessage($"must have at most {LeadActivityRequest.MaxUserAgent} characters.");
        RuleFor(a => a.Url).Url();
        RuleFor(a => a.Duration).GreaterThanOrEqualTo(0).WithMessage("must be 0 or more.");
        RuleFor(a => a.CreatedAt).NotInFuture(clock);
    }

    /// <summary>Written out: the framework takes <c>1</c> for 0.0.0.1, and a zone that means something on one machine alone.</summary>
    private static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out _) && (text.Contains(':', StringComparison.Ordinal) ? !text.Contains('%', StringComparison.Ordinal) : text.Count(c => c == '.') == 3);
}
