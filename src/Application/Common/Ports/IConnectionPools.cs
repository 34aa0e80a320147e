namespace Crm.Application.Common.Ports;

/// <summary>The pools of connections to the database.</summary>
public interface IConnectionPools
{
    IReadOnlyList<PoolUse> Read();
}
