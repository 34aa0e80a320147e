using Crm.Application.Companies;
using Crm.Application.Contacts;
using Crm.Domain.Deals;

namespace Crm.Application.Deals;

/// <summary>How deals are reached, and how what they name is found.</summary>
internal sealed class DealAccess(CompanyAccess companies, ContactAccess contacts, Ownership ownership, IMapper mapper, ICurrentUser user)
    : IScopedService
{
    /// <summary>Turns what a request names into the terms of a deal; what it named already is not asked for again.</summary>
    public async Task<Result<DealInput>> TermsAsync(DealRequest fields, Deal? present, CancellationToken ct)
    {
        var company = fields.CompanyId == present?.CompanyId
            ? await companies.FindPresentAsync(fields.CompanyId, ct)
            : await companies.FindParentAsync(fields.CompanyId, "companyId", ct);
        if (company.Error is { } noCompany)
            return noCompany;
        if (fields.PrimaryContactId is { } contactId && contactId != present?.PrimaryContactId &&
            await contacts.CheckAsync(contactId, "primaryContactId", ct) is { } noContact)
            return noContact;
        // A deal always has an owner: the one it has, or else its creator.
        var owner = await ownership.ResolveAsync(
            Resource.Deals,
            present is null ? RightAction.Create : RightAction.Update,
            fields.OwnerId ?? present?.OwnerId ?? user.Required.UserId,
            present is null ? null : new OwnerId(present.OwnerId),
            "ownerId",
            ct);
        if (owner.Error is { } noOwner)
            return noOwner;
        return new DealInput(
            mapper.Map<DealRequest, DealDetails>(fields), fields.Value, fields.Probability, company.Value, fields.PrimaryContactId,
            owner.Value.Id ?? user.Required.UserId);
    }
}
