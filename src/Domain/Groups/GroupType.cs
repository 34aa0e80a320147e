namespace Crm.Domain.Groups;

/// <summary>What kind of team a group is.</summary>
public enum GroupType
{
    SalesTeam,
    MarketingTeam,
    FinanceTeam,
    Management,
    Custom,
}
