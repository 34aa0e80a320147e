using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Application.Auth;

/// <summary>
/// Counts failed logins by login, whether or not the account exists, and by address. The counts are in the database,
/// so that they apply to all instances. A count decreases steadily, by the limit during the time of a lock.
/// </summary>
/// <param name="limits">The limits.</param>
/// <param name="key">The key of the hash that hides the login: users sometimes enter a password as the login.</param>
/// <param name="clock">The clock.</param>
public sealed class LoginThrottle(LoginLimits limits, LoginThrottleKey key, IClock clock) : IScopedService
{
    /// <summary>The error if the account or the address must wait, otherwise null.</summary>
    public async Task<Error?> CheckAsync(IWriteDb db, string login, string? address, CancellationToken ct)
    {
        SqlFragment now = $"{clock.Now}";
        byte[][] subjects = [AccountOf(login), AddressOf(address)];
        var seconds = await db.QuerySingleOrDefaultAsync<int?>(
            $"""
            select ceil(extract(epoch from max(locked_until) - {now}))::int from login_throttles
            where subject = any({subjects}) and locked_until > {now}
            """,
            ct);
        return seconds is null ? null : AuthErrors.TooManyFailures(seconds.Value);
    }

    /// <summary>Counts a failure, always for the account before the address, to avoid deadlocks.</summary>
    public async Task CountFailureAsync(IWriteDb db, string login, string? address, CancellationToken ct)
    {
        await CountAsync(db, AccountOf(login), limits.AccountFailures, limits.AccountWait, ct);
        await CountAsync(db, AddressOf(address), limits.AddressFailures, limits.AddressWait, ct);
    }

    /// <summary>Resets the failures of an account. The failures of the address remain; otherwise one valid account would allow unlimited
    /// guesses at others.</summary>
    public Task ForgetAsync(IWriteDb db, string login, CancellationToken ct) =>
        db.ExecuteAsync($"delete from login_throttles where subject = {AccountOf(login)}", ct);

    private async Task CountAsync(IWriteDb db, byte[] subject, int limit, Func<int, TimeSpan> wait, CancellationToken ct)
    {
        SqlFragment now = $"{clock.Now}", seconds = $"{limits.Lock.TotalSeconds}";
        var failures = await db.QuerySingleOrDefaultAsync<int>(
            $"""
            insert into login_throttles as t (subject, failures, last_failure_at) values ({subject}, 1, {now})
            on conflict (subject) do update set
                failures = 1 + greatest(
                    0, t.failures - floor(greatest(0, extract(epoch from {now} - t.last_failure_at)) * {limit} / {seconds})::int),
                last_failure_at = {now}
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

    private byte[] AccountOf(string login) => SubjectOf("account " + Folding.Fold(login));

    /// <summary>An IPv6 subscriber usually controls a /64, so the address is truncated to it.</summary>
    private byte[] AddressOf(string? address)
    {
        if (!IPAddress.TryParse(address, out var ip))
            return SubjectOf("address");
        if (ip.IsIPv4MappedToIPv6)
            ip = ip.MapToIPv4();
        var bytes = ip.GetAddressBytes();
        return SubjectOf("address " + Convert.ToHexString(bytes, 0, ip.AddressFamily == AddressFamily.InterNetworkV6 ? 8 : bytes.Length));
    }

    private byte[] SubjectOf(string text) => HMACSHA256.HashData(key.Bytes, Encoding.UTF8.GetBytes(text));
}

/// <summary>The key of the hash that hides logins and addresses of failed logins.</summary>
public sealed record LoginThrottleKey(byte[] Bytes);
