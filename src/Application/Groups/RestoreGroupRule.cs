using Crm.Domain.Groups;

namespace Crm.Application.Groups;

/// <summary>A restored group counts for the scope <c>group</c> again.</summary>
internal sealed class RestoreGroupRule(GroupAccess access) : IRestoreRule<UserGroup>
{
    public async Task<Error?> CheckAsync(UserGroup aggregate, CancellationToken ct) =>
        aggregate.IsActive ? await access.CheckTogetherAsync(aggregate, ct) : null;
}
