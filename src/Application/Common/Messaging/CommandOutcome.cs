namespace Crm.Application.Common.Messaging;

/// <summary>What a command led to.</summary>
/// <param name="Id">The record that is shown.</param>
public sealed record CommandOutcome(Guid Id)
{
    /// <summary>What the handler says beyond the id, for the answer.</summary>
    public object? Value { get; init; }

    /// <summary>The answer, or null where the command has none.</summary>
    public RenderedResponse? Response { get; init; }

    /// <summary>Whether it is the stored answer of an earlier call with the same idempotency key.</summary>
    public bool Replayed { get; init; }
}
