using System.Text.Json;

namespace Crm.Domain.Communications;

/// <summary>The plain fields of a communication.</summary>
public sealed record CommunicationDetails
{
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<CommunicationDetails> Rules { get; } = FieldRules.For<CommunicationDetails>(f =>
    {
        f.Required(c => c.Type);
        f.Line(c => c.Subject);
        f.Text(c => c.Content);
        f.Text(c => c.ContentHtml);
        f.Field(c => c.MessageId, new MaxLengthRule(Limits.Line), new MessageIdRule());
        f.Count(c => c.Duration);
        f.Text(c => c.Outcome);
        f.JsonObject(c => c.Metadata);
    });

    /// <summary>The channel; required.</summary>
    public CommunicationType? Type { get; init; }
    public string? Subject { get; init; }
    public string? Content { get; init; }

    /// <summary>The content as HTML, beside the plain text. What could run or load code is removed.</summary>
    public string? ContentHtml { get; init; }

    /// <summary>The Message-ID of the e-mail, without angle brackets. Of an e-mail that the service sends, it is set when it is
    /// sent.</summary>
    public string? MessageId { get; init; }
    public Direction Direction { get; init; } = Direction.Outbound;

    /// <summary>In minutes, for calls and meetings.</summary>
    public int? Duration { get; init; }

    /// <summary>The outcome.</summary>
    public string? Outcome { get; init; }

    /// <summary>A JSON object that the client defines.</summary>
    public JsonElement? Metadata { get; init; }
}
