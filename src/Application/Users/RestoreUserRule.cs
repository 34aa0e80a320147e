using Crm.Domain.Users;

namespace Crm.Application.Users;

/// <summary>A restored user has the former permissions again, so the caller needs them too.</summary>
internal sealed class RestoreUserRule(UserAccess access) : IRestoreRule<User>
{
    public Task<Error?> CheckAsync(User aggregate, CancellationToken ct) => access.CheckRightsAsync(aggregate, ct);
}
