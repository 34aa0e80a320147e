namespace Crm.Domain.Groups;

/// <summary>The kind of group.</summary>
public enum GroupType
{
    SalesTeam,
    MarketingTeam,
    FinanceTeam,
    Management,
    Custom,
}
