using Crm.Domain.Communications;

namespace Crm.Application.Common.Ports;

/// <summary>Sends communications of one type by itself; what has no channel is for a person to do.</summary>
public interface IChannel
{
    CommunicationType Type { get; }

    /// <summary>Hands one message over. Throwing says that nobody knows whether it went out.</summary>
    Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken ct);
}

/// <summary>A message on its way out.</summary>
/// <param name="Id">The communication: what the message's own id is made of, the same each time.</param>
/// <param name="Subject">One line.</param>
/// <param name="Content">Plain text.</param>
/// <param name="Address">Where to, as it is now; null where there is none any more.</param>
/// <param name="Name">Whom to.</param>
/// <param name="ReplyTo">The e-mail address of whoever wrote it.</param>
/// <param name="ReplyToName">Their name.</param>
/// <param name="PossiblySentTwice">Whether it was handed over before, and nobody knows how that ended.</param>
public sealed record OutgoingMessage(
    Guid Id, string? Subject, string? Content, string? Address, string? Name, string? ReplyTo, string? ReplyToName, bool PossiblySentTwice);

/// <summary>How a hand-over ended.</summary>
public enum SendEnd
{
    /// <summary>It was taken.</summary>
    Sent,

    /// <summary>It was not, and it never will be.</summary>
    Failed,

    /// <summary>It was not, but it may be later.</summary>
    Later,

    /// <summary>Nobody knows whether it was.</summary>
    Unknown,
}

/// <summary>What a channel says of a message.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Reason">Why it was not taken, in a sentence for whoever wrote the message.</param>
public sealed record SendResult(SendEnd End, string? Reason = null);
