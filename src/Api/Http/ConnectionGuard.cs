using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Crm.Api.Http;

/// <summary>
/// Connection middleware: a connection must send its first byte in time, and one address can hold only some of the connections. Of those
/// that have sent nothing, the oldest is closed when there are too many, so that they shut nobody out, not even at the same address.
/// </summary>
internal sealed class ConnectionGuard(ConnectionGuard.Limits limits)
{
    private readonly LinkedList<CancellationTokenSource> silent = [];
    private readonly Dictionary<IPAddress, int> addresses = [];

    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = AddressOf(connection.RemoteEndPoint);
        if (!TryEnter(address))
            return;
        try
        {
            if (await SpeaksAsync(connection))
                await next(connection);
        }
        finally
        {
            Leave(address);
        }
    }

    /// <summary>Waits for the first byte, without consuming it.</summary>
    private async Task<bool> SpeaksAsync(ConnectionContext connection)
    {
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, stopping);
        limit.CancelAfter(limits.Silence);
        var waiting = StartWaiting(limit);
        try
        {
            var read = await connection.Transport.Input.ReadAsync(limit.Token);
            connection.Transport.Input.AdvanceTo(read.Buffer.Start);
            return !read.Buffer.IsEmpty;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
        finally
        {
            StopWaiting(waiting);
        }
    }

    private bool TryEnter(IPAddress address)
    {
        lock (addresses)
        {
            var count = addresses.GetValueOrDefault(address);
            if (count >= limits.PerAddress)
                return false;
            addresses[address] = count + 1;
            return true;
        }
    }

    private void Leave(IPAddress address)
    {
        lock (addresses)
        {
            if (--addresses[address] == 0)
                addresses.Remove(address);
        }
    }

    private LinkedListNode<CancellationTokenSource> StartWaiting(CancellationTokenSource limit)
    {
        CancellationTokenSource? tooMany = null;
        LinkedListNode<CancellationTokenSource> node;
        lock (addresses)
        {
            if (silent.Count >= limits.Silent)
                tooMany = silent.First!.Value;
            node = silent.AddLast(limit);
        }

        Cancel(tooMany);
        return node;
    }

    private void StopWaiting(LinkedListNode<CancellationTokenSource> node)
    {
        lock (addresses)
        {
            silent.Remove(node);
        }
    }

    private static void Cancel(CancellationTokenSource? limit)
    {
        try
        {
            limit?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has sent something, or has been closed, in the meantime.
        }
    }

    /// <summary>An IPv6 subscriber usually controls a /64.</summary>
    private static IPAddress AddressOf(EndPoint? endPoint)
    {
        var address = (endPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    /// <summary>The limits of connections.</summary>
    /// <param name="Silence">How long a connection may take to send its first byte.</param>
    /// <param name="PerAddress">The connections of one address.</param>
    /// <param name="Silent">All that have sent nothing.</param>
    internal sealed record Limits(TimeSpan Silence, int PerAddress, int Silent);
}
