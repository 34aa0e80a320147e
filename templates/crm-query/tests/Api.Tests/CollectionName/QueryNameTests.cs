namespace Crm.Api.Tests.CollectionName;

public sealed class QueryNameTests : ApiTest
{
    [Test]
    public async Task An_unknown_record_is_not_found() =>
        (await Admin.GetAsync(PathOf(Guid.NewGuid()))).IsProblem(404, "record_code_not_found");

    [Test]
    public async Task It_needs_the_permission_to_read()
    {
        var user = await UserWithAsync("{}");

        (await user.GetAsync(PathOf(Guid.NewGuid()))).IsProblem(403, "right_missing");
    }

    private static string PathOf(Guid id) => $"/api/collection-path/{id}/use-case-path";
}
