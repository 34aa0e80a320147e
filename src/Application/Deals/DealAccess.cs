using Crm.Application.Companies;
using Crm.Application.Contacts;
using Crm.Domain.Deals;

namespace Crm.Application.Deals;

/// <summary>Resolves the input of deals.</summary>
internal sealed class DealAccess(CompanyAccess companies, ContactAccess contacts, Ownership ownership, IMapper mapper, ICurrentUser user)
    : IScopedService
{
    /// <summary>Converts a request to the input of a deal. References that it already has are not checked again.</summary>
    public async Task<Result<DealInput>> ResolveInputAsync(DealRequest fields, Deal? current, CancellationToken ct)
    {
        var company = fields.CompanyId == current?.CompanyId
            ? await companies.FindCurrentAsync(fields.CompanyId, ct)
            : await companies.FindParentAsync(fields.CompanyId, "companyId", ct);
        if (company.Error is { } noCompany)
            return noCompany;
        if (fields.PrimaryContactId is { } contactId && contactId != current?.PrimaryContactId &&
            await contacts.CheckAsync(contactId, "primaryContactId", ct) is { } noContact)
            return noContact;
        // A deal always has an owner: the current one, or its creator.
        var owner = await ownership.ResolveAsync(
            Resource.Deals,
            current is null ? RightAction.Create : RightAction.Update,
            fields.OwnerId ?? current?.OwnerId ?? user.Required.UserId,
            current is null ? null : new OwnerId(current.OwnerId),
            "ownerId",
            ct);
        if (owner.Error is { } noOwner)
            return noOwner;
        return new DealInput(
            mapper.Map<DealRequest, DealDetails>(fields), fields.Value, fields.Probability, company.Value, fields.PrimaryContactId,
            owner.Value.Id ?? user.Required.UserId);
    }
}
