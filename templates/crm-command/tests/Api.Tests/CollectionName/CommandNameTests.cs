namespace Crm.Api.Tests.CollectionName;

public sealed class CommandNameTests : ApiTest
{
    [Test]
    public async Task An_unknown_record_is_not_found() =>
        (await Admin.PostAsync(PathOf(Guid.NewGuid()), new { reason = "None" })).IsProblem(404, "record_code_not_found");

    [Test]
    public async Task It_needs_the_permission_to_update()
    {
        var user = await UserWithAsync("{}");

        (await user.PostAsync(PathOf(Guid.NewGuid()), new { reason = "None" })).IsProblem(403, "right_missing");
    }

    private static string PathOf(Guid id) => $"/api/collection-path/{id}/use-case-path";
}
