using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

/// <summary>How contacts are reached.</summary>
internal sealed class ContactAccess(RecordAuthorizer guard) : IScopedService
{
    /// <summary>A live, visible contact that something names; kept from deletion until the transaction ends.</summary>
    public async Task<Error?> CheckAsync(Guid id, string field, CancellationToken ct) =>
        await guard.SeesAsync<Contact>(id, ct: ct) ? null : ContactErrors.NotFound.At(field);
}
