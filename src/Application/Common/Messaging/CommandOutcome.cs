namespace Crm.Application.Common.Messaging;

/// <summary>What a command led to.</summary>
/// <param name="Id">The record that was changed; empty where there is no single one.</param>
public sealed record CommandOutcome(Guid Id)
{
    /// <summary>The response, or null where the command has none.</summary>
    public RenderedResponse? Response { get; init; }

    /// <summary>Whether it is the stored response of an earlier call with the same idempotency key.</summary>
    public bool Replayed { get; init; }

    /// <summary>What the response is made of; null where it is replayed.</summary>
    internal Reply? Reply { get; init; }
}
