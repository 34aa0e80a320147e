using Crm.Infrastructure.Persistence;

namespace Crm.Api.Tests.Outbox;

[Category("Slow")]
public sealed class SweeperTests : OutboxTest
{
    private Sweeper Sweeper => new(Source(), Clock, TimeSpan.FromHours(24));

    [Test]
    public async Task Relayed_messages_are_deleted_after_a_day_and_waiting_ones_never()
    {
        await WriteAsync(1, (2 * Sweeper.BatchSize) + 500);
        await Db.ExecuteAsync("update outbox_messages set relayed_at = @at", new { at = Time.Now.UtcDateTime.AddHours(-25) });
        await WriteAsync(1, 2);
        await Db.ExecuteAsync(
            "update outbox_messages set relayed_at = @at where seq = (select max(seq) from outbox_messages)",
            new { at = Time.Now.UtcDateTime.AddHours(-23) });

        var deleted = await Sweeper.SweepAsync(CancellationToken.None);

        Assert.That(deleted, Is.EqualTo(new Swept((2 * Sweeper.BatchSize) + 500, 0, 0, 0)));
        Assert.That(await Db.ScalarAsync<long>("select count(*) from outbox_messages"), Is.EqualTo(2));
    }

    [Test]
    public async Task Idempotency_keys_are_deleted_after_a_day()
    {
        await Db.ExecuteAsync(
            """
            insert into idempotency_keys (user_id, key, request_hash, resource_id, created_at)
            select gen_random_uuid(), 'k' || h, '\x00', gen_random_uuid(), @now - make_interval(hours => h) from unnest(array[0, 23, 25,
                1000]) h
            """,
            new { now = Time.Now.UtcDateTime });

        Assert.That((await Sweeper.SweepAsync(CancellationToken.None)).Keys, Is.EqualTo(2));
        Assert.That(await Db.QueryAsync<string>("select key from idempotency_keys order by key"), Is.EqualTo(new[] { "k0", "k23" }));
    }

    [Test]
    public async Task Refresh_tokens_are_deleted_with_their_family_a_day_after_its_end()
    {
        await Db.ExecuteAsync(
            """
            insert into refresh_tokens (id, family_id, user_id, token_hash, created_at, expires_at, used_at, revoked_at)
            select gen_random_uuid(), md5(t.family)::uuid, (select id from users limit 1), decode(md5(t.family || t.expires), 'hex'),
                @now - interval '40 days', @now + t.expires * interval '1 hour', @now + t.used * interval '1 hour',
                    @now + t.revoked * interval '1 hour'
            from (values
                ('alive', -30, -50, null::int), ('alive', 10, null, null),
                ('expired', -50, -60, null), ('expired', -30, null, null),
                ('expired lately', -20, null, null),
                ('revoked', 90, -60, -30), ('revoked', 100, null, -30),
                ('revoked lately', 101, null, -5)) t (family, expires, used, revoked)
            """,
            new { now = Time.Now.UtcDateTime });

        Assert.That((await Sweeper.SweepAsync(CancellationToken.None)).Tokens, Is.EqualTo(4));
        var left = await Db.QueryAsync<Guid>("select distinct family_id from refresh_tokens");
        Assert.That(left, Is.EquivalentTo(
            await Db.QueryAsync<Guid>("select md5(f)::uuid from unnest(array['alive', 'expired lately', 'revoked lately']) f")));
        Assert.That(await Db.ScalarAsync<long>("select count(*) from refresh_tokens where family_id = md5('alive')::uuid"), Is.EqualTo(2));
    }

    [Test]
    public async Task Login_failures_are_deleted_after_a_day_unless_they_still_lock()
    {
        await Db.ExecuteAsync(
            """
            insert into login_throttles (subject, failures, last_failure_at, locked_until)
            select decode(md5(t.name), 'hex'), 3, @now + t.failed * interval '1 hour', @now + t.locked * interval '1 hour'
            from (values ('fresh', -1, null::int), ('old', -30, null), ('old lock', -60, -50), ('locked', -30, 1)) t (name, failed, locked)
            """,
            new { now = Time.Now.UtcDateTime });

        Assert.That((await Sweeper.SweepAsync(CancellationToken.None)).Throttles, Is.EqualTo(2));
        Assert.That(await Db.ScalarAsync<long>(
            "select count(*) from login_throttles where subject in (decode(md5('fresh'), 'hex'), decode(md5('locked'), 'hex'))"),
            Is.EqualTo(2));
    }
}
