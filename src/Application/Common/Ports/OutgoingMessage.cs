namespace Crm.Application.Common.Ports;

/// <summary>A message to deliver.</summary>
/// <param name="Id">The id of the communication. The message id is derived from it and is the same for each attempt.</param>
/// <param name="Subject">One line of text.</param>
/// <param name="Content">Plain text.</param>
/// <param name="ContentHtml">The same as clean HTML. Null: only plain text.</param>
/// <param name="Thread">The Message-IDs of the communications that it answers, the first of the thread first.</param>
/// <param name="Address">The current address of the recipient. Null if the recipient has no address any more.</param>
/// <param name="Name">The name of the recipient.</param>
/// <param name="ReplyTo">The e-mail address of the author.</param>
/// <param name="ReplyToName">The name of the author.</param>
/// <param name="PossiblySentTwice">Whether a delivery was attempted before, with an unknown outcome.</param>
public sealed record OutgoingMessage(
    Guid Id, string? Subject, string? Content, string? ContentHtml, IReadOnlyList<string> Thread, string? Address, string? Name,
    string? ReplyTo, string? ReplyToName, bool PossiblySentTwice);
