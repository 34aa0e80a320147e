using Crm.Application.Common.Ports;
using Crm.Application.Common.Text;
using Crm.Infrastructure.Outbox;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Crm.Api.Tests.Outbox;

/// <summary>Base class of the outbox tests. Each has its own database without a running service.</summary>
public abstract class OutboxTest
{
    private readonly List<NpgsqlDataSource> sources = [];

    protected TestDatabase Db { get; private set; } = null!;
    protected TestClock Time { get; } = new();
    protected TestLog Log { get; } = new();
    protected IClock Clock => new ClockOf(Time);

    [OneTimeSetUp]
    public async Task Take_a_database() => Db = await (await TestCluster.GetAsync()).CreateDatabaseAsync();

    [OneTimeTearDown]
    public async Task Close_the_database() => await Db.DisposeAsync();

    [SetUp]
    public async Task Start_from_nothing()
    {
        Time.Reset();
        Log.Clear();
        await Db.ResetAsync();
    }

    [TearDown]
    public async Task Close_sources()
    {
        foreach (var source in sources)
            await source.DisposeAsync();
        sources.Clear();
    }

    /// <summary>A data source of the service role.</summary>
    protected NpgsqlDataSource Source()
    {
        var source = NpgsqlDataSource.Create(Db.ServiceConnectionString);
        sources.Add(source);
        return source;
    }

    /// <summary>A relay, as another instance would run it.</summary>
    protected OutboxRelay Relay(params IOutboxSubscriber[] subscribers)
    {
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(Log));
        return new OutboxRelay(Source(), subscribers, Clock, factory.CreateLogger<OutboxRelay>());
    }

    /// <summary>Inserts messages of several aggregates, alternately. Type and payload are those of a change of personal data.</summary>
    protected async Task<Guid[]> WriteAsync(int aggregates, int each)
    {
        var ids = Enumerable.Range(0, aggregates).Select(_ => Guid.NewGuid()).ToArray();
        await Db.ExecuteAsync(
            """
            insert into outbox_messages (id, aggregate_id, type, payload, occurred_at)
            select gen_random_uuid(), a.id, 'ContactUpdated', '{"name": "Ada Secret"}', @now
            from generate_series(1, @each) n cross join unnest(@ids) with ordinality a (id, place) order by n, a.place
            """,
            new { ids, each, now = Time.Now.UtcDateTime });
        return ids;
    }

    protected Task<int> WaitingAsync() => Db.ScalarAsync<int>("select count(*)::int from outbox_messages where relayed_at is null");

    protected static async Task<int> RelayAllAsync(OutboxRelay relay)
    {
        var total = 0;
        while (await relay.RelayAsync(CancellationToken.None) is > 0 and var claimed)
            total += claimed;
        return total;
    }

    private sealed class ClockOf(TestClock time) : IClock
    {
        public DateTimeOffset Now => Instants.Cut(time.Now);
    }

    /// <summary>Records the message, then runs the delegate of the test.</summary>
    protected sealed class Subscriber(Func<OutboxMessage, CancellationToken, Task>? act = null) : IOutboxSubscriber
    {
        private readonly Lock one = new();
        private readonly List<OutboxMessage> received = [];

        public IReadOnlyList<OutboxMessage> Received
        {
            get
            {
                lock (one)
                    return [.. received];
            }
        }

        public async Task HandleAsync(OutboxMessage message, CancellationToken ct)
        {
            lock (one)
                received.Add(message);
            if (act is not null)
                await act(message, ct);
        }
    }
}
