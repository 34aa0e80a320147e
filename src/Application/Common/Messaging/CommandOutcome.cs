namespace Crm.Application.Common.Messaging;

/// <summary>The outcome of a command.</summary>
/// <param name="Id">The id of the changed record. Empty if there is no single one.</param>
public sealed record CommandOutcome(Guid Id)
{
    /// <summary>The response, or null where the command has none.</summary>
    public RenderedResponse? Response { get; init; }

    /// <summary>Whether it is the stored response of an earlier request with the same idempotency key.</summary>
    public bool Replayed { get; init; }

    /// <summary>The content of the response. Null if the response is replayed.</summary>
    internal Reply? Reply { get; init; }
}
