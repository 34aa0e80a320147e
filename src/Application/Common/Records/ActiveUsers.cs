using Crm.Domain.Users;

namespace Crm.Application.Common.Records;

/// <summary>The users that a record may be given to.</summary>
internal sealed class ActiveUsers(IWriteDb db) : IScopedService
{
    /// <summary>A user that a request names must be live and active, and stays so until the transaction ends.</summary>
    public async Task<Error?> CheckAsync(Guid id, string field, CancellationToken ct) =>
        // The lock keeps the user from being deactivated or deleted until this record names them.
        await db.QuerySingleOrDefaultAsync<bool?>(
            $"select is_active from users where id = {id} and deleted_at is null for share", ct) switch
        {
            null => UserErrors.NotFound.At(field),
            false => UserErrors.Inactive.At(field),
            true => null,
        };
}
