using Crm.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crm.Api.Tests.Conventions;

/// <summary>Errors of the framework and the database are returned as problem documents, too.</summary>
[TestFixture]
public sealed class FrameworkRefusalTests : ApiTest
{
    [TestCase(408, "request_timeout")]
    [TestCase(400, "bad_request")]
    public async Task A_status_without_a_body_gets_a_problem_document(int status, string code)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await new ProblemMiddleware(
            _ => throw new BadHttpRequestException("Rejected.", status), NullLogger<ProblemMiddleware>.Instance).InvokeAsync(context);
        context.Response.Body.Position = 0;
        var problem = (await JsonDocument.ParseAsync(context.Response.Body)).RootElement;
        Assert.That(context.Response.StatusCode, Is.EqualTo(status));
        Assert.That(context.Response.ContentType, Is.EqualTo("application/problem+json"));
        Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo(code));
    }

    [Test]
    public async Task A_session_terminated_by_the_database_returns_503_with_retry_after()
    {
        var id = (await Admin.PostAsync("/api/companies", new { name = "A" })).Is(201).Id;
        await using var connection = await Db.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var lockRow = new Npgsql.NpgsqlCommand(
            "select 1 from companies where id = $1 for update", connection, transaction)
        { Parameters = { new() { Value = id } } })
            await lockRow.ExecuteNonQueryAsync();
        var waiting = Admin.PatchAsync($"/api/companies/{id}", new { name = "B" });
        const string End = "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and " +
            "usename = 'crm_service' and wait_event_type = 'Lock'";
        for (var tries = 0; tries < 200 && await Db.ScalarAsync<long>(End) == 0; tries++)
            await Task.Delay(20);
        await transaction.RollbackAsync();
        var response = (await waiting).IsProblem(503, "database_unavailable");
        Assert.That(response.Header("Retry-After"), Is.Not.Null);
        Assert.That((await Admin.GetAsync($"/api/companies/{id}")).Is(200)["name"].GetString(), Is.EqualTo("A"));
    }
}
