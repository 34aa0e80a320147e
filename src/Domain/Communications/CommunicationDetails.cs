using System.Text.Json;

namespace Crm.Domain.Communications;

/// <summary>A communication's plain fields.</summary>
public record CommunicationDetails
{
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

    /// <summary>These fields alone, whatever record they came in.</summary>
    internal CommunicationDetails Normalized() => new(this);
}
