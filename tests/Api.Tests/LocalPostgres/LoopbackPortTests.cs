using System.Net;
using System.Net.Sockets;
using Crm.LocalPostgres;

namespace Crm.Api.Tests.LocalPostgres;

public sealed class LoopbackPortTests
{
    /// <summary>The address of the client. A client on the same address could be given the tested port and connect to itself.</summary>
    private static readonly IPAddress OtherLoopback = IPAddress.Parse("127.0.0.2");

    [Test]
    public void A_port_with_a_listener_is_not_free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.That(LoopbackPort.IsFree(port), Is.False);
        listener.Stop();
        Assert.That(LoopbackPort.IsFree(port), Is.True);
    }

    /// <summary>
    /// Testing whether a port is free must not accept connections. Otherwise a health probe at that moment would be accepted and dropped,
    /// instead of failing as it does before the service listens.
    /// </summary>
    [Test]
    public async Task Testing_a_port_accepts_no_connection()
    {
        var port = LoopbackPort.Choose();
        var connecting = Task.Run(() => Enumerable.Range(0, 2000).Count(_ => CanConnect(port)));
        var checks = 0;
        for (; !connecting.IsCompleted; checks++)
            Assert.That(LoopbackPort.IsFree(port), Is.True);

        var connected = await connecting;
        TestContext.Out.WriteLine($"{checks} checks");
        Assert.That(connected, Is.Zero);
    }

    private static bool CanConnect(int port)
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Bind(new IPEndPoint(OtherLoopback, 0));
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
