using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Crm.Api.Tests.Support;

/// <summary>Forwards connections to the database, and can stall one of them: it stays open, but nothing passes any more.</summary>
public sealed class DatabaseRelay : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, CancellationTokenSource> connections = new();
    private readonly ConcurrentBag<IDisposable> sockets = [];
    private readonly CancellationTokenSource stopped = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task accepting;

    private DatabaseRelay(string host, int port)
    {
        listener.Start();
        accepting = AcceptAsync(host, port);
    }

    /// <summary>A relay in front of a database, and the connection string through it.</summary>
    public static (DatabaseRelay Relay, string ConnectionString) Before(string connectionString)
    {
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(connectionString);
        var relay = new DatabaseRelay(settings.Host!, settings.Port);
        (settings.Host, settings.Port) = ("127.0.0.1", ((IPEndPoint)relay.listener.LocalEndpoint).Port);
        return (relay, settings.ConnectionString);
    }

    /// <summary>Stalls the connection that the database sees with one of these client ports.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Stall(IEnumerable<int> clientPorts)
    {
        var found = clientPorts.Where(connections.ContainsKey).ToList();
        foreach (var port in found)
            connections[port].Cancel();
        return found.Count > 0;
    }

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        listener.Stop();
        await accepting;
        foreach (var socket in sockets)
            socket.Dispose();
    }

    private async Task AcceptAsync(string host, int port)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stopped.Token);
                var server = new TcpClient();
                sockets.Add(client);
                sockets.Add(server);
                await server.ConnectAsync(host, port, stopped.Token);
                var stalled = CancellationTokenSource.CreateLinkedTokenSource(stopped.Token);
                connections[((IPEndPoint)server.Client.LocalEndPoint!).Port] = stalled;
                _ = ForwardAsync(client, server, stalled.Token);
                _ = ForwardAsync(server, client, stalled.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The relay has stopped.
        }
    }

    private static async Task ForwardAsync(TcpClient from, TcpClient to, CancellationToken stalled)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream(), stalled);
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // Stalled, or closed by one side.
        }
    }
}
