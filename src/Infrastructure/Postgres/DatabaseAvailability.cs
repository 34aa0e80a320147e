using System.Net.Sockets;

namespace Crm.Infrastructure.Postgres;

/// <summary>Which exceptions mean that the database cannot serve a request at the moment, whatever the request is.</summary>
public static class DatabaseAvailability
{
    /// <summary>Whether the database, or the way to it, caused the exception; the same request may succeed later.</summary>
    public static bool IsLacking(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case PostgresException p:
                    return IsLacking(p.SqlState);
                case NpgsqlException or SocketException or TimeoutException:
                    return true;
            }
        }

        return false;
    }

    /// <summary>By the class of the state, the first two characters: most classes contain states of one kind only.</summary>
    private static bool IsLacking(string state) => state is PostgresErrorCodes.ReadOnlySqlTransaction
            or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ObjectInUse or PostgresErrorCodes.ObjectNotInPrerequisiteState
            or PostgresErrorCodes.InvalidCatalogName ||
        state.AsSpan(0, 2) is "08" // connection
            or "28" // the login is rejected
            or "40" // deadlock, serialization
            or "53" // memory, disk, connections
            or "57" // shutdown, start, cancelled, database dropped
            or "58"; // input and output of the server

    /// <summary>Whether the server or the network failed, rather than the statement or its duration: another server may still serve
    /// it.</summary>
    internal static bool IsOfServer(NpgsqlException e) => e is PostgresException p
        ? p.SqlState != PostgresErrorCodes.QueryCanceled && p.SqlState != PostgresErrorCodes.LockNotAvailable && IsLacking(p.SqlState)
        : e.InnerException is not TimeoutException;
}
