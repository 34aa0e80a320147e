namespace Crm.Application.Auth;

/// <summary>How many failed logins are borne; section <c>Login</c> of the configuration.</summary>
public sealed record LoginLimits
{
    /// <summary>Failures within <see cref="LockMinutes"/> after which an account is locked; from half of them on, each makes the next try wait longer.</summary>
    public int AccountFailures { get; init; } = 10;

    /// <summary>Failures within <see cref="LockMinutes"/> after which an address is locked.</summary>
    public int AddressFailures { get; init; } = 100;

    /// <summary>How long a lock holds.</summary>
    public int LockMinutes { get; init; } = 15;

    /// <summary>Logins, refreshes and password changes that one address may try in a minute, right or wrong.</summary>
    public int AttemptsPerMinute { get; init; } = 120;

    internal TimeSpan Lock => TimeSpan.FromMinutes(LockMinutes);

    /// <summary>How long an account waits after its latest failure: 1, 2, 4 … seconds from the half on, then the lock.</summary>
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
