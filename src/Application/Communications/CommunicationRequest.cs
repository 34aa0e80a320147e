using System.Text.Json;
using Crm.Application.Activities;
using Crm.Domain.Communications;

namespace Crm.Application.Communications;

/// <summary>The members that POST and PUT of a communication share.</summary>
public abstract record CommunicationRequest : IAbout
{
    /// <summary>Whether it is sent at scheduledFor. It can be changed until it is sent.</summary>
    public bool Scheduled { get; init; }

    /// <summary>Must be in the future if scheduled.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }
    public Guid? ContactId { get; init; }
    public Guid? DealId { get; init; }
    public Guid? CompanyId { get; init; }
    public Guid? LeadId { get; init; }
    /// <summary>The channel; required.</summary>
    public CommunicationType? Type { get; init; }
    public string? Subject { get; init; }
    public string? Content { get; init; }

    /// <summary>The content as HTML, beside the plain text: an e-mail has both parts. Scripts, styles that load, forms and the like are
    /// removed.</summary>
    public string? ContentHtml { get; init; }

    /// <summary>The Message-ID of an e-mail that was received or sent elsewhere, without angle brackets. Of an e-mail that the service
    /// sends, it is set when it is sent.</summary>
    public string? MessageId { get; init; }

    /// <summary>The communication that this one answers. They share a subject; without subjects, this one gets those of the
    /// other.</summary>
    public Guid? InReplyToId { get; init; }
    public Direction Direction { get; init; } = Direction.Outbound;

    /// <summary>In minutes, for calls and meetings.</summary>
    public int? Duration { get; init; }

    /// <summary>The outcome.</summary>
    public string? Outcome { get; init; }

    /// <summary>A JSON object that the client defines.</summary>
    public JsonElement? Metadata { get; init; }
}

internal sealed class CommunicationRequestValidator : AbstractValidator<CommunicationRequest>
{
    public CommunicationRequestValidator() => this.Apply(CommunicationDetails.Rules);
}
