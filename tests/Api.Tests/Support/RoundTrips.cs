using System.Diagnostics;

namespace Crm.Api.Tests.Support;

/// <summary>
/// Counts the database round trips of a request: the driver's spans in the request's trace. A batch of statements is one round trip
/// and one span.
/// </summary>
public sealed class RoundTrips : IDisposable
{
    private readonly ActivityListener listener;
    private ActivityTraceId trace;
    private int count;

    public RoundTrips()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref options) => options.Parent.TraceId == trace ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                // The span of opening a connection has no statement.
                if (activity.TraceId == trace && (activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) is not null)
                    Interlocked.Increment(ref count);
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Sends a GET request and counts its round trips. Requests must not overlap.</summary>
    public async Task<(ApiResponse Response, int Count)> CountAsync(ApiClient client, string path)
    {
        trace = ActivityTraceId.CreateRandom();
        Volatile.Write(ref count, 0);
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        var response = await client.SendAsync(request);
        return (response, Volatile.Read(ref count));
    }

    public void Dispose() => listener.Dispose();
}
