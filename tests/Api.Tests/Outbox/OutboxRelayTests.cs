using Crm.Infrastructure.Outbox;

namespace Crm.Api.Tests.Outbox;

[Category("Slow")]
public sealed class OutboxRelayTests : OutboxTest
{
    [Test]
    public async Task Two_relays_deliver_each_message_once_and_in_order()
    {
        const int aggregates = 40, each = 75;
        await WriteAsync(aggregates, each);
        // Both relays record into the same list, in the actual order of delivery.
        var shared = new Subscriber((_, ct) => Task.Delay(Random.Shared.Next(3) == 0 ? 1 : 0, ct));
        var counts = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            var relay = Relay(shared);
            var claimed = 0;
            while (await WaitingAsync() > 0)
                claimed += await relay.RelayAsync(CancellationToken.None);
            return claimed;
        })));

        Assert.That(counts, Has.All.GreaterThan(0), "Only one of the relays delivered messages, so the test proves nothing.");
        Assert.That(counts.Sum(), Is.EqualTo(aggregates * each));
        Assert.That(shared.Received.Select(m => m.Seq).ToList(), Is.Unique.And.Count.EqualTo(aggregates * each));
        foreach (var aggregate in shared.Received.GroupBy(m => m.AggregateId))
            Assert.That(aggregate.Select(m => m.Seq), Is.Ordered, $"{aggregate.Key} is out of order.");
    }

    [Test]
    public async Task A_claimed_message_and_its_successors_are_not_claimed_by_another_relay()
    {
        var slow = (await WriteAsync(1, OutboxRelay.BatchSize + 5))[0];
        var (entered, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = new Subscriber((_, _) =>
        {
            entered.TrySetResult();
            return release.Task;
        });
        var holding = Relay(first).RelayAsync(CancellationToken.None);
        await entered.Task;
        var other = (await WriteAsync(1, 3))[0];
        var second = new Subscriber();

        await RelayAllAsync(Relay(second));

        Assert.That(second.Received.Select(m => m.AggregateId), Is.EqualTo(Enumerable.Repeat(other, 3)));
        release.SetResult();
        await holding;
        await RelayAllAsync(Relay(second));
        Assert.That(first.Received.Count + second.Received.Count(m => m.AggregateId == slow), Is.EqualTo(OutboxRelay.BatchSize + 5));
        Assert.That(await WaitingAsync(), Is.Zero);
    }

    [Test]
    public async Task An_expired_lease_is_claimed_by_another_relay_and_the_former_holder_changes_nothing()
    {
        await WriteAsync(1, 2);
        var (entered, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = new Subscriber((_, _) =>
        {
            entered.TrySetResult();
            return release.Task;
        });
        var holding = Relay(slow).RelayAsync(CancellationToken.None);
        await entered.Task;
        var other = new Subscriber();
        var relay = Relay(other);
        Assert.That(await relay.RelayAsync(CancellationToken.None), Is.Zero);

        Time.Advance(OutboxRelay.Lease + TimeSpan.FromSeconds(1));
        Assert.That(await RelayAllAsync(relay), Is.EqualTo(2));
        var relayed = await Db.QueryAsync<(long, DateTime)>("select seq, relayed_at from outbox_messages order by seq");
        release.SetResult();
        await holding;

        Assert.That(other.Received.Select(m => m.Seq), Is.EqualTo(relayed.Select(s => s.Item1)));
        // Its lease expired during the first message, so it did not deliver the second.
        Assert.That(slow.Received, Has.Count.EqualTo(1));
        Assert.That(await Db.QueryAsync<(long, DateTime)>("select seq, relayed_at from outbox_messages order by seq"), Is.EqualTo(relayed));
    }

    [Test]
    public async Task A_failing_subscriber_is_retried_with_backoff_and_delays_only_its_aggregate()
    {
        var ids = await WriteAsync(3, 4);
        var broken = true;
        var subscriber = new Subscriber(
            (m, _) => broken && m.AggregateId == ids[1] ? throw new InvalidOperationException("Ada Secret") : Task.CompletedTask);
        var relay = Relay(subscriber);

        await RelayAllAsync(relay);
        Assert.That(subscriber.Received.Count(m => m.AggregateId == ids[1]), Is.EqualTo(1));
        Assert.That(subscriber.Received.Count(m => m.AggregateId != ids[1]), Is.EqualTo(8));
        Assert.That(await WaitingAsync(), Is.EqualTo(4));

        Time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.That(await relay.RelayAsync(CancellationToken.None), Is.GreaterThan(0), "The first wait is a second.");
        Time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.That(await relay.RelayAsync(CancellationToken.None), Is.Zero, "The second wait is two seconds.");
        Assert.That(await Db.QueryAsync<int>("select attempts from outbox_messages where relayed_at is null order by seq"),
            Is.EqualTo(new[] { 2, 0, 0, 0 }));

        broken = false;
        Time.Advance(TimeSpan.FromSeconds(1));
        await RelayAllAsync(relay);
        Assert.That(await WaitingAsync(), Is.Zero);
        Assert.That(subscriber.Received.Where(m => m.AggregateId == ids[1]).Select(m => m.Seq), Is.Ordered);
        Assert.That(Log.Lines, Has.Count.EqualTo(2).And.All.Contains("InvalidOperationException").And.All.Not.Contains("Secret"));
    }

    [Test]
    public async Task A_message_that_always_fails_is_given_up_with_its_reason_and_frees_its_aggregate()
    {
        var id = (await WriteAsync(1, 3))[0];
        var first = await Db.ScalarAsync<long>("select min(seq) from outbox_messages");
        var subscriber = new Subscriber((m, _) => m.Seq == first ? throw new InvalidOperationException("Ada Secret") : Task.CompletedTask);
        var relay = Relay(subscriber);
        for (var attempt = 1; attempt <= OutboxRelay.MaxAttempts; attempt++)
        {
            Assert.That(await WaitingAsync(), Is.EqualTo(3), $"attempt {attempt}");
            await RelayAllAsync(relay);
            Time.Advance(OutboxRelay.MaxBackOff);
        }

        Assert.That(await WaitingAsync(), Is.Zero);
        Assert.That(subscriber.Received.Where(m => m.Seq != first).Select(m => m.AggregateId), Is.EqualTo(new[] { id, id }));
        Assert.That(await Db.QueryAsync<string>("select failure from outbox_messages where failure is not null"),
            Is.EqualTo(new[] { "Subscriber failed with InvalidOperationException." }));
        Assert.That(Log.Lines, Has.Some.Contains("given up").And.All.Not.Contains("Secret"));
    }

    [Test]
    public async Task Thousands_of_messages_behind_a_failing_one_do_not_delay_others()
    {
        var blocked = (await WriteAsync(1, 3 * OutboxRelay.BatchSize))[0];
        var subscriber = new Subscriber((m, _) => m.AggregateId == blocked ? throw new InvalidOperationException() : Task.CompletedTask);
        var relay = Relay(subscriber);
        await RelayAllAsync(relay);
        var other = (await WriteAsync(1, 1))[0];

        Assert.That(await relay.RelayAsync(CancellationToken.None), Is.EqualTo(1));

        Assert.That(subscriber.Received[^1].AggregateId, Is.EqualTo(other));
    }

    [Test]
    public async Task A_stopped_relay_releases_undelivered_messages()
    {
        await WriteAsync(2, 3);
        using var stop = new CancellationTokenSource();
        var subscriber = new Subscriber((_, _) => stop.CancelAsync());

        await Relay(subscriber).RelayAsync(stop.Token);

        Assert.That(subscriber.Received, Has.Count.EqualTo(1));
        Assert.That(await WaitingAsync(), Is.EqualTo(5));
        var after = new Subscriber();
        await RelayAllAsync(Relay(after));
        Assert.That(after.Received, Has.Count.EqualTo(5));
    }
}
