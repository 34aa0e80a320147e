using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Application.Auth;

/// <summary>
/// Counts failed logins, whether or not the account exists: by account and address, which are locked together, by address, and by account,
/// which is only slowed down: otherwise anyone could lock anyone out. An account has one count whichever of its names is used. The counts
/// are in the database, so that they apply to all instances. A count decreases steadily, by the limit during the time of a lock.
/// </summary>
/// <param name="limits">The limits.</param>
/// <param name="key">The key of the hash that hides the login: users sometimes enter a password as the login.</param>
/// <param name="request">Has the caller's address.</param>
/// <param name="clock">The clock.</param>
public sealed class LoginThrottle(LoginLimits limits, LoginThrottleKey key, IRequestContext request, IClock clock) : IScopedService
{
    private sealed record State(int? Seconds, int Failures);

    /// <summary>Whether the caller must wait (an error), or for how long the attempt must be delayed.</summary>
    /// <param name="db">Reads the counts.</param>
    /// <param name="userId">The user; null if no user has the login.</param>
    /// <param name="login">The login as entered.</param>
    /// <param name="ct">Cancels the statement.</param>
    public async Task<(Error? Error, TimeSpan Delay)> CheckAsync(IWriteDb db, Guid? userId, string login, CancellationToken ct)
    {
        SqlFragment now = $"{clock.Now}";
        byte[][] subjects = [AccountAtAddress(userId, login), Address];
        var state = (await db.QuerySingleOrDefaultAsync<State>(
            $"""
            select (select ceil(extract(epoch from max(locked_until) - {now}))::int from login_throttles
                    where subject = any({subjects}) and locked_until > {now}) as seconds,
                coalesce((select {Remaining($"t", now, limits.SlowDownFailures)} from login_throttles t
                    where subject = {Account(userId, login)}), 0) as failures
            """,
            ct))!;
        var isSlow = state.Failures >= limits.SlowDownFailures;
        return (state.Seconds is { } seconds ? AuthErrors.TooManyFailures(seconds) : null,
            isSlow ? TimeSpan.FromMilliseconds(limits.SlowDownMilliseconds) : TimeSpan.Zero);
    }

    /// <summary>Counts a failure, always in the same order, to avoid deadlocks.</summary>
    public async Task CountFailureAsync(IWriteDb db, Guid? userId, string login, CancellationToken ct)
    {
        await CountAsync(db, AccountAtAddress(userId, login), limits.AccountFailures, limits.AccountWait, ct);
        await CountAsync(db, Account(userId, login), limits.SlowDownFailures, _ => TimeSpan.Zero, ct);
        await CountAsync(db, Address, limits.AddressFailures, limits.AddressWait, ct);
    }

    /// <summary>Resets the failures of an account at the caller's address. Those of other addresses remain, as do those of the address;
    /// otherwise one valid account would allow unlimited guesses at others.</summary>
    public Task ForgetAsync(IWriteDb db, Guid userId, CancellationToken ct) =>
        db.ExecuteAsync($"delete from login_throttles where subject = {AccountAtAddress(userId, "")}", ct);

    /// <summary>Resets all failures of all accounts and addresses.</summary>
    public static Task ForgetAllAsync(IWriteDb db, CancellationToken ct) => db.ExecuteAsync($"delete from login_throttles", ct);

    /// <summary>The caller's address, hashed. An IPv6 subscriber usually controls a /64, so the address is truncated to it.</summary>
    internal byte[] Address => SubjectOf(AddressText());

    private async Task CountAsync(IWriteDb db, byte[] subject, int limit, Func<int, TimeSpan> wait, CancellationToken ct)
    {
        SqlFragment now = $"{clock.Now}";
        var failures = await db.QuerySingleOrDefaultAsync<int>(
            $"""
            insert into login_throttles as t (subject, failures, last_failure_at) values ({subject}, 1, {now})
            on conflict (subject) do update set failures = 1 + {Remaining($"t", now, limit)}, last_failure_at = {now}
            returning failures
            """,
            ct);
        if (wait(failures) is var time && time > TimeSpan.Zero)
        {
            await db.ExecuteAsync(
                $"update login_throttles set locked_until = greatest(locked_until, {clock.Now + time}) where subject = {subject}",
                ct);
        }
    }

    /// <summary>What remains of a count at a time.</summary>
    private SqlFragment Remaining(SqlFragment t, SqlFragment now, int limit)
    {
        SqlFragment passed = $"greatest(0, extract(epoch from {now} - {t}.last_failure_at))";
        return $"greatest(0, {t}.failures - floor({passed} * {limit} / {limits.Lock.TotalSeconds})::int)";
    }

    private byte[] Account(Guid? userId, string login) => SubjectOf(AccountText(userId, login));

    private byte[] AccountAtAddress(Guid? userId, string login) => SubjectOf($"{AccountText(userId, login)} {AddressText()}");

    private static string AccountText(Guid? userId, string login) => userId is { } id ? $"user {id}" : $"account {Folding.Fold(login)}";

    private string AddressText()
    {
        if (!IPAddress.TryParse(request.IpAddress, out var ip))
            return "address";
        if (ip.IsIPv4MappedToIPv6)
            ip = ip.MapToIPv4();
        var bytes = ip.GetAddressBytes();
        return "address " + Convert.ToHexString(bytes, 0, ip.AddressFamily == AddressFamily.InterNetworkV6 ? 8 : bytes.Length);
    }

    private byte[] SubjectOf(string text) => HMACSHA256.HashData(key.Bytes, Encoding.UTF8.GetBytes(text));
}

/// <summary>The key of the hash that hides logins and addresses of failed logins.</summary>
public sealed record LoginThrottleKey(byte[] Bytes);
