using Crm.Domain.ApiKeys;

namespace Crm.Application.ApiKeys;

/// <summary>How API keys are reached: one's own, and everybody's by whoever may change every user.</summary>
internal static class ApiKeyAccess
{
    public static readonly Access<ApiKey> Access = new(Resource.Users, "api_keys", ApiKeyErrors.NotFound) { OwnScope = (caller, _, alias, _) => ScopeOf(caller, alias) };

    public static ScopeFilter ScopeOf(Caller caller, string alias) => caller.ScopeOf(Resource.Users, RightAction.Update) == Scope.All
        ? ScopeFilter.None
        : new ScopeFilter($"and {alias}.owner_id = (@scopeUsers)[1]", caller.Team);
}
