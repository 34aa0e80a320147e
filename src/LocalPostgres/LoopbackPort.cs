using System.Net;
using System.Net.Sockets;

namespace Crm.LocalPostgres;

/// <summary>TCP ports of 127.0.0.1, looked at before something listens there.</summary>
/// <remarks>
/// The look binds and never listens: a client that knocks meanwhile is refused, as it is before and after, and not taken
/// only to be dropped.
/// </remarks>
public static class LoopbackPort
{
    /// <summary>Whether nothing listens at <paramref name="port"/> (1 to 65535); that may change as soon as it is said.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var probe = Bind(port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>A port at which nothing listens.</summary>
    public static int Choose()
    {
        using var probe = Bind(0);
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private static Socket Bind(int port)
    {
        var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return probe;
        }
        catch
        {
            probe.Dispose();
            throw;
        }
    }
}
