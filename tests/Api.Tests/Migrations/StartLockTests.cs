using Crm.Api.Hosting;
using Crm.Infrastructure.Persistence;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Crm.Api.Tests.Migrations;

/// <summary>Instances that start at the same time wait for each other, however long it takes.</summary>
[Category("Slow")]
public sealed class StartLockTests
{
    [Test]
    public async Task A_second_first_start_waits_longer_than_a_statement_may_wait_for_a_lock()
    {
        await using var host = await TestHost.StartAsync(await (await TestCluster.GetAsync()).CreateDatabaseAsync());
        await host.Database.ExecuteAsync("delete from users; delete from roles");
        var first = await StartLock.TakeAsync(host.Services.GetRequiredService<DatabaseOptions>(), CancellationToken.None);

        var starts = Enumerable.Range(0, 2).Select(_ => FirstStart.RunAsync(
            host.Services, Arguments.Parse(["serve", "--no-sample"]), new ConsoleProgress(), CancellationToken.None)).ToArray();
        await Task.Delay(TimeSpan.FromMilliseconds(DatabaseOptions.LockTimeout) + TimeSpan.FromSeconds(1));
        Assert.That(starts.Select(s => s.IsCompleted), Is.All.False);
        await first.DisposeAsync();
        await Task.WhenAll(starts);

        Assert.That(await host.Database.ScalarAsync<long>("select count(*) from users"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_migration_waits_for_another_one_whatever_time_limits_the_role_has()
    {
        await using var database = await (await TestCluster.GetAsync()).CreateDatabaseAsync();
        await using var other = await database.OpenAsync();
        await other.ExecuteAsync("select pg_advisory_lock(hashtextextended('crm-migrate', 0))");
        var limited = new NpgsqlConnectionStringBuilder(database.OwnerConnectionString)
        {
            Options = "-c lock_timeout=100ms -c statement_timeout=100ms",
        };

        var migration = Migrator.MigrateAsync(limited.ConnectionString, database.ServiceConnectionString, CancellationToken.None);
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.That(migration.IsCompleted, Is.False);
        await other.ExecuteAsync("select pg_advisory_unlock(hashtextextended('crm-migrate', 0))");

        Assert.That((await migration).IsEmpty, Is.True);
    }
}
