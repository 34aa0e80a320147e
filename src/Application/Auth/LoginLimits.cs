namespace Crm.Application.Auth;

/// <summary>Limits of failed logins; configuration section <c>Login</c>.</summary>
public sealed record LoginLimits
{
    /// <summary>The number of failures within <see cref="LockMinutes"/> after which an account is locked. From half of that number, each
    /// failure increases the wait.</summary>
    public int AccountFailures { get; init; } = 10;

    /// <summary>The number of failures within <see cref="LockMinutes"/> after which an address is locked.</summary>
    public int AddressFailures { get; init; } = 100;

    /// <summary>How long a lock lasts.</summary>
    public int LockMinutes { get; init; } = 15;

    /// <summary>Logins, refreshes and password changes per address and minute, successful or not.</summary>
    public int AttemptsPerMinute { get; init; } = 120;

    internal TimeSpan Lock => TimeSpan.FromMinutes(LockMinutes);

    /// <summary>The wait after the latest failure: 1, 2, 4 … seconds from half of the limit, then the lock.</summary>
    internal TimeSpan AccountWait(int failures)
    {
        if (failures >= AccountFailures)
            return Lock;
        var half = Math.Max(1, AccountFailures / 2);
        if (failures < half)
            return TimeSpan.Zero;
        var wait = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(failures - half, 20)));
        return wait < Lock ? wait : Lock;
    }

    internal TimeSpan AddressWait(int failures) => failures >= AddressFailures ? Lock : TimeSpan.Zero;
}
