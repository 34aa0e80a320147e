namespace Crm.Api.Tests.Contacts;

/// <summary>Base class of the tests of contacts.</summary>
public abstract class ContactTest : ApiTest
{
    protected async Task<Guid> CompanyAsync(string name = "Acme") => (await Admin.PostAsync("/api/companies", new { name })).Is(201).Id;

    protected async Task<ApiResponse> ContactAsync(
        string? email = null, Guid? companyId = null, string firstName = "Jo", string lastName = "Doe") =>
        (await Admin.PostAsync("/api/contacts", new { firstName, lastName, email, companyId })).Is(201);

    protected async Task<Guid> DealAsync(Guid contact, string stage = "PROSPECTING") =>
        (await Admin.PostAsync("/api/deals", new { title = "D", companyId = await CompanyAsync(), primaryContactId = contact, stage })).Is(
            201).Id;
}
