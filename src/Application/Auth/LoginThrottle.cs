using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Application.Auth;

/// <summary>
/// Counts failed logins by what was typed as login, whether or not there is such an account, and by address; in the database,
/// so that it holds over all instances. A count drains with time: the limit's number in the time of a lock.
/// </summary>
/// <param name="limits">What is borne.</param>
/// <param name="key">Hides what was typed: people type passwords there, too.</param>
/// <param name="clock">The present moment.</param>
public sealed class LoginThrottle(LoginLimits limits, LoginThrottleKey key, IClock clock) : IScopedService
{
    /// <summary>The refusal where the account or the address has to wait, else null.</summary>
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

    /// <summary>Counts a failure; the account before the address, always, so that two never wait for each other.</summary>
    public async Task CountFailureAsync(IWriteDb db, string login, string? address, CancellationToken ct)
    {
        await CountAsync(db, AccountOf(login), limits.AccountFailures, limits.AccountWait, ct);
        await CountAsync(db, AddressOf(address), limits.AddressFailures, limits.AddressWait, ct);
    }

    /// <summary>Forgets an account's failures; an address keeps its own, or one good account would make room for guessing others.</summary>
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

    /// <summary>An IPv6 subscriber has a whole /64 to call from.</summary>
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

/// <summary>The key that hides whose failed logins are counted.</summary>
public sealed record LoginThrottleKey(byte[] Bytes);
