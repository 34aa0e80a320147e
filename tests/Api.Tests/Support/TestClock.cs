namespace Crm.Api.Tests.Support;

/// <summary>The service's clock: it runs as any does, and tests move it.</summary>
public sealed class TestClock : TimeProvider
{
    private long offset;

    public DateTimeOffset Now => GetUtcNow();

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref offset));

    public void Advance(TimeSpan by) => Interlocked.Add(ref offset, by.Ticks);

    /// <summary>Goes on from this instant.</summary>
    public void Set(DateTimeOffset instant) => Interlocked.Exchange(ref offset, (instant - System.GetUtcNow()).Ticks);

    /// <summary>The real time again.</summary>
    public void Reset() => Interlocked.Exchange(ref offset, 0);
}
