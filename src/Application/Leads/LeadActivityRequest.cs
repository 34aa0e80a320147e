using System.Text.Json;
using Crm.Domain.Leads;

namespace Crm.Application.Leads;

/// <summary>A tracked event of a lead.</summary>
public abstract record LeadActivityRequest
{
    /// <summary>Browsers send longer values than the limit of a line.</summary>
    internal const int MaxUserAgent = 1000;

    /// <summary>The field rules of this type.</summary>
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

    /// <summary>A JSON object that the client defines.</summary>
    public JsonElement? Metadata { get; init; }
    public string? IpAddress { get; init; }
    public string? UserAgent { get; init; }
    public string? Url { get; init; }

    /// <summary>In seconds.</summary>
    public int? Duration { get; init; }

    /// <summary>When it happened. Only for imports; defaults to the current time.</summary>
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
