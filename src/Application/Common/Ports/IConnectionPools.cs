namespace Crm.Application.Common.Ports;

/// <summary>The database connection pools.</summary>
public interface IConnectionPools
{
    IReadOnlyList<PoolUse> Read();
}
