namespace Crm.Application.Common.Ports;

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
