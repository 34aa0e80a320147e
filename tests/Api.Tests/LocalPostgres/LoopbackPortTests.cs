using System.Net;
using System.Net.Sockets;
using Crm.LocalPostgres;

namespace Crm.Api.Tests.LocalPostgres;

public sealed class LoopbackPortTests
{
    /// <summary>Where the knocking comes from: from the same address, a client given the port itself would be connected to itself.</summary>
    private static readonly IPAddress OtherLoopback = IPAddress.Parse("127.0.0.2");

    [Test]
    public void A_port_somebody_listens_at_is_not_free()
    {
        using var occupant = new TcpListener(IPAddress.Loopback, 0);
        occupant.Start();
        var port = ((IPEndPoint)occupant.LocalEndpoint).Port;

        Assert.That(LoopbackPort.IsFree(port), Is.False);
        occupant.Stop();
        Assert.That(LoopbackPort.IsFree(port), Is.True);
    }

    /// <summary>
    /// A health probe that came while the service looked at its port was connected to the look and dropped; its client reported
    /// a failure of its own kind, and no service that is not up yet.
    /// </summary>
    [Test]
    public async Task The_look_at_a_port_takes_nobodys_connection()
    {
        var port = LoopbackPort.Choose();
        var knocking = Task.Run(() => Enumerable.Range(0, 2000).Count(_ => IsTaken(port)));
        var looks = 0;
        for (; !knocking.IsCompleted; looks++)
            Assert.That(LoopbackPort.IsFree(port), Is.True);

        var taken = await knocking;
        TestContext.Out.WriteLine($"{looks} looks");
        Assert.That(taken, Is.Zero);
    }

    private static bool IsTaken(int port)
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
