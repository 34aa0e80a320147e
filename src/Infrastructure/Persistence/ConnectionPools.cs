using System.Diagnostics.Metrics;

namespace Crm.Infrastructure.Persistence;

/// <summary>Reads the connection counts of the driver, which it provides as metrics only.</summary>
internal sealed class ConnectionPools(DatabaseOptions options) : IConnectionPools
{
    private const string PoolTag = "db.client.connection.pool.name";
    private const string StateTag = "db.client.connection.state";

    public IReadOnlyList<PoolUse> Read()
    {
        var pools = options.Pools.ToDictionary(p => p, p => new PoolUse(p.Kind, 0, 0, 0));
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Npgsql" && instrument.Name is "db.client.connection.count" or "db.client.connection.max")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) =>
        {
            string? name = null, state = null;
            foreach (var tag in tags)
            {
                if (tag.Key == PoolTag)
                    name = tag.Value as string;
                else if (tag.Key == StateTag)
                    state = tag.Value as string;
            }

            // If several hosts are configured, each has a pool of the same name.
            if (options.Pools.FirstOrDefault(p => p.Name == name) is not { Kind: not null } pool)
                return;
            var use = pools[pool];
            pools[pool] = state switch
            {
                "idle" => use with { Idle = use.Idle + value },
                "used" => use with { Busy = use.Busy + value },
                _ => use with { Max = use.Max + value },
            };
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return [.. pools.Values];
    }
}
