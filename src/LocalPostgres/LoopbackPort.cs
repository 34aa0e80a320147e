using System.Net;
using System.Net.Sockets;

namespace Crm.LocalPostgres;

/// <summary>Checks TCP ports of 127.0.0.1 before a server listens on them.</summary>
/// <remarks>
/// The check binds the port and never listens on it: a client that connects meanwhile is rejected, as it is before and after the check, and
/// not accepted only to be disconnected.
/// </remarks>
public static class LoopbackPort
{
    /// <summary>Whether nothing listens on <paramref name="port"/> (1 to 65535); this may change at any time after the check.</summary>
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

    /// <summary>A port on which nothing listens.</summary>
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
