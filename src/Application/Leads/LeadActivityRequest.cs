using System.Text.Json;
using Crm.Domain.Leads;

namespace Crm.Application.Leads;

/// <summary>What is said of something that a lead did, or that was done with it.</summary>
public abstract record LeadActivityRequest
{
    /// <summary>Browsers send longer ones than a line.</summary>
    internal const int MaxUserAgent = 1000;

    /// <summary>What its members may hold.</summary>
    public static FieldRules<LeadActivityRequest> Rules { get; } = FieldRules.For<LeadActivityRequest>(f =>
    {
        f.Required(a => a.Type);
        f.Text(a => a.Description);
        f.JsonObject(a => a.Metadata);
        f.Field(a => a.IpAddress, new IpAddressRule());
        f.Field(a => a.UserAgent, new MaxLengthRule(MaxUserAgent), new StorableTextRule());
        f.WebAddress(a => a.Url);
        f.Count(a => a.Duration);
    });

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

internal sealed class LeadActivityRequestValidator : AbstractValidator<LeadActivityRequest>
{
    public LeadActivityRequestValidator(IClock clock)
    {
        this.Apply(LeadActivityRequest.Rules);
        RuleFor(a => a.CreatedAt).NotInFuture(clock);
    }
}
