namespace Crm.Api.Tests.Access;

/// <summary>A record that the caller cannot see behaves as a missing one.</summary>
[Category("Slow")]
public sealed class InvisibleRecordTests : ApiTest
{
    [Test]
    public async Task A_change_of_an_invisible_record_does_not_wait_for_its_lock()
    {
        var rep = await UserWithAsync(
            """
            {"companies": {"read": "own", "update": "all", "delete": "all", "restore": "all"}, "tasks": {"read": "own", "update": "all"}}
            """);
        var company = (await Admin.PostAsync("/api/companies", new { name = "Acme" })).Is(201).Id;
        var task = (await Admin.PostAsync("/api/tasks", new { title = "T", assigneeId = rep.Id, companyId = company })).Is(201).Id;

        await using var connection = new Npgsql.NpgsqlConnection(Db.OwnerConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        const string Lock = "select 1 from companies for update; select 1 from tasks for update";
        await using (var command = new Npgsql.NpgsqlCommand(Lock, connection))
            await command.ExecuteNonQueryAsync();
        var requests = new[]
        {
            rep.PatchAsync($"/api/companies/{company}", """{"name": "B"}"""),
            rep.PutAsync($"/api/companies/{company}", """{"name": "B"}"""),
            rep.DeleteAsync($"/api/companies/{company}"),
            rep.PostAsync($"/api/companies/{company}/restore"),
            rep.PatchAsync($"/api/tasks/{task}/complete", "{}"),
        };

        // The lock is held meanwhile: a request that waited for it would not end.
        foreach (var response in await Task.WhenAll(requests).WaitAsync(TimeSpan.FromSeconds(8)))
            response.Is(404);
    }
}
