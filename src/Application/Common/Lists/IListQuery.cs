namespace Crm.Application.Common.Lists;

/// <summary>A query that lists.</summary>
public interface IListQuery
{
    ListInput Input { get; }
}
