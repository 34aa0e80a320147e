namespace Crm.Application.Common.Ports;

/// <summary>The result sets of one round trip, in order.</summary>
public interface IResultSets
{
    Task<IReadOnlyList<T>> ReadAsync<T>();

    Task<T?> ReadSingleOrDefaultAsync<T>();
}
