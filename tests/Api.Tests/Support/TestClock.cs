namespace Crm.Api.Tests.Support;

/// <summary>The service's clock. It runs in real time from an instant that tests can set.</summary>
public sealed class TestClock : TimeProvider
{
    private long offset;

    public DateTimeOffset Now => GetUtcNow();

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref offset));

    public void Advance(TimeSpan by) => Interlocked.Add(ref offset, by.Ticks);

    /// <summary>Sets the current time.</summary>
    public void Set(DateTimeOffset instant) => Interlocked.Exchange(ref offset, (instant - System.GetUtcNow()).Ticks);

    /// <summary>Returns to the real time.</summary>
    public void Reset() => Interlocked.Exchange(ref offset, 0);
}
