using System.Text.Json;

namespace Crm.Domain.Communications;

/// <summary>A communication's plain fields.</summary>
public sealed record CommunicationDetails
{
    /// <summary>What its members may hold.</summary>
    public static FieldRules<CommunicationDetails> Rules { get; } = FieldRules.For<CommunicationDetails>(f =>
    {
        f.Required(c => c.Type);
        f.Line(c => c.Subject);
        f.Text(c => c.Content);
        f.Count(c => c.Duration);
        f.Text(c => c.Outcome);
        f.JsonObject(c => c.Metadata);
    });

    /// <summary>The channel; required.</summary>
    public CommunicationType? Type { get; init; }
    public string? Subject { get; init; }
    public string? Content { get; init; }
    public Direction Direction { get; init; } = Direction.Outbound;

    /// <summary>Minutes, for calls and meetings.</summary>
    public int? Duration { get; init; }

    /// <summary>What came of it.</summary>
    public string? Outcome { get; init; }

    /// <summary>A JSON object of the caller's own.</summary>
    public JsonElement? Metadata { get; init; }
}
