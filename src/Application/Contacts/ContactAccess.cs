using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

/// <summary>How contacts are reached.</summary>
internal sealed class ContactAccess(RecordAuthorizer guard, IWriteDb db) : IScopedService
{

    /// <summary>A live, visible contact that something names; kept from deletion until the transaction ends.</summary>
    public async Task<Error?> CheckAsync(Guid id, string field, CancellationToken ct) =>
        await guard.SeesAsync<Contact>(id, ct: ct) ? null : ContactErrors.NotFound.At(field);

    /// <summary>Whether the contact is out of the trash; it stays so until the transaction ends.</summary>
    public Task<bool> IsLiveAsync(Guid id, CancellationToken ct) => db.QuerySingleOrDefaultAsync<bool>(
        "select true from contacts where id = @id and deleted_at is null for share", new { id }, ct);
}
