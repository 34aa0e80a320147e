namespace Crm.Application.Common.Ports;

/// <summary>The database for queries gives up a query: it takes too long, or the caller has too many of them.</summary>
public sealed class QueryRejectedException(Error error, Exception? inner = null) : Exception(error.Message, inner)
{
    public Error Error { get; } = error;
}
