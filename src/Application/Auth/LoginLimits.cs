namespace Crm.Application.Auth;

/// <summary>Limits of failed logins, and the cost of a password check; configuration section <c>Login</c>.</summary>
public sealed record LoginLimits
{
    /// <summary>The number of failures within <see cref="LockMinutes"/> after which one address is locked out of an account. From half of
    /// that number, each failure increases the wait.</summary>
    public int AccountFailures { get; init; } = 10;

    /// <summary>The number of failures within <see cref="LockMinutes"/> after which an address is locked.</summary>
    public int AddressFailures { get; init; } = 100;

    /// <summary>How long a lock lasts.</summary>
    public int LockMinutes { get; init; } = 15;

    /// <summary>By how much the login to an account is delayed while it has at least twice <see cref="AccountFailures"/> from any
    /// addresses.</summary>
    public int SlowDownMilliseconds { get; init; } = 2000;

    /// <summary>Logins, refreshes and password changes per address and minute, successful or not.</summary>
    public int AttemptsPerMinute { get; init; } = 120;

    /// <summary>The rounds of PBKDF2 with HMAC-SHA512 for a new password. A hash with fewer rounds is replaced at the next login.</summary>
    public int PasswordRounds { get; init; } = 210_000;

    internal TimeSpan Lock => TimeSpan.FromMinutes(LockMinutes);

    /// <summary>The number of failures of an account, from any addresses, from which logins to it are delayed.</summary>
    internal int SlowDownFailures => 2 * AccountFailures;

    /// <summary>The first setting that is out of range, as a sentence; null if there is none.</summary>
    public string? FaultOf()
    {
        var settings = new (string Name, int Value, int Least, int Most)[]
        {
            (nameof(AccountFailures), AccountFailures, 1, 1000),
            (nameof(AddressFailures), AddressFailures, 1, 1_000_000),
            (nameof(LockMinutes), LockMinutes, 1, 24 * 60),
            (nameof(SlowDownMilliseconds), SlowDownMilliseconds, 0, 10_000),
            (nameof(AttemptsPerMinute), AttemptsPerMinute, 1, 1_000_000),
            (nameof(PasswordRounds), PasswordRounds, 1000, 10_000_000),
        };
        foreach (var (name, value, least, most) in settings)
        {
            if (value < least || value > most)
                return $"Login:{name} must be a whole number from {least} to {most}.";
        }

        return null;
    }

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
