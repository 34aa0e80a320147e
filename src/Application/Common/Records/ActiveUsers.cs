using Crm.Domain.Users;

namespace Crm.Application.Common.Records;

/// <summary>Checks the users that records are assigned to.</summary>
internal sealed class ActiveUsers(IWriteDb db) : IScopedService
{
    /// <summary>Checks that a user in a request is live and active. The user stays so until the transaction ends.</summary>
    public async Task<Error?> CheckAsync(Guid id, string field, CancellationToken ct) =>
        // The lock prevents deactivation or deletion of the user until this record refers to the user.
        await db.QuerySingleOrDefaultAsync<bool?>(
            $"select is_active from users where id = {id} and deleted_at is null for share", ct) switch
        {
            null => RecordCatalog.Of<User>().NotFound.At(field),
            false => UserErrors.Inactive.At(field),
            true => null,
        };
}
