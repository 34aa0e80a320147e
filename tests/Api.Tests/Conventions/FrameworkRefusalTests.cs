using Crm.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crm.Api.Tests.Conventions;

/// <summary>What the framework and the database refuse leaves as a problem document, too.</summary>
[TestFixture]
public sealed class FrameworkRefusalTests : ApiTest
{
    [TestCase(408, "request_timeout")]
    [TestCase(400, "bad_request")]
    public async Task A_bare_status_of_the_framework_gets_its_problem(int status, string code)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await new ProblemMiddleware(
            _ => throw new BadHttpRequestException("Refused.", status), NullLogger<ProblemMiddleware>.Instance).InvokeAsync(context);
        context.Response.Body.Position = 0;
        var problem = (await JsonDocument.ParseAsync(context.Response.Body)).RootElement;
        Assert.That(context.Response.StatusCode, Is.EqualTo(status));
        Assert.That(context.Response.ContentType, Is.EqualTo("application/problem+json"));
        Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo(code));
    }

    [Test]
    public async Task A_session_that_the_database_ends_is_a_503_to_be_tried_again()
    {
        var id = (await Admin.PostAsync("/api/companies", new { name = "A" })).Is(201).Id;
        await using var connection = await Db.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new Npgsql.NpgsqlCommand("select 1 from companies where id = $1 for update", connection, transaction) { Parameters = { new() { Value = id } } })
            await hold.ExecuteNonQueryAsync();
        var waiting = Admin.PatchAsync($"/api/companies/{id}", new { name = "B" });
        const string End = "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and usename = 'crm_service' and wait_event_type = 'Lock'";
        for (var tries = 0; tries < 200 && await Db.ScalarAsync<long>(End) == 0; tries++)
            await Task.Delay(20);
        await transaction.RollbackAsync();
        var answer = (await waiting).IsProblem(503, "database_unavailable");
        Assert.That(answer.Header("Retry-After"), Is.Not.Null);
        Assert.That((await Admin.GetAsync($"/api/companies/{id}")).Is(200)["name"].GetString(), Is.EqualTo("A"));
    }
}
