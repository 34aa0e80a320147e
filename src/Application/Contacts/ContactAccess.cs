using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

/// <summary>Checks contacts that other records refer to.</summary>
internal sealed class ContactAccess(RecordAuthorizer authorizer) : IScopedService
{
    /// <summary>Checks for a live, visible contact. Locks it against deletion until the transaction ends.</summary>
    public async Task<Error?> CheckAsync(Guid id, string field, CancellationToken ct) =>
        await authorizer.SeesAsync<Contact>(id, ct: ct) ? null : RecordCatalog.Of<Contact>().NotFound.At(field);
}
