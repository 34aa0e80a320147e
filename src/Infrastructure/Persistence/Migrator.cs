using Dapper;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Infrastructure.Persistence;

/// <summary>
/// Migrates the schema as its owner, in one transaction: adopts a database of before the baseline, runs migrations, applies the
/// database objects that have changed, and grants the service role its privileges.
/// </summary>
public static class Migrator
{
    /// <summary>The migrations that the baseline replaced, oldest first; see docs/adr/0025.</summary>
    internal static readonly string[] BeforeBaseline =
    [
        "20261122172118_Initial",
        "20261122172135_ServiceTablesAndIndexes",
        "20261122195433_SalesDeskTables",
        "20261122195633_SalesDeskIndexesAndTimeline",
        "20261122225107_Rollups",
        "20261123072742_SearchStatistics",
    ];

    // The schema is that of the baseline; only the history differs, and a function that has another name now.
    private const string AdoptSql = """
        with earlier as (delete from "__EFMigrationsHistory" where "MigrationId" = any(@earlier) returning "ProductVersion")
        insert into "__EFMigrationsHistory" select @baseline, max("ProductVersion") from earlier;
        drop function if exists rollup_truth();
        """;

    /// <summary>Two instances that start at once migrate one after the other.</summary>
    private const string LockSql = "select pg_advisory_lock(hashtextextended('crm-migrate', 0))";

    /// <param name="ownerConnectionString">The role that owns the schema.</param>
    /// <param name="serviceConnectionString">The role that the service runs as; if it is the same, privileges are not separated.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="SchemaException">The database is one that this version cannot migrate.</exception>
    public static async Task<MigrationResult> MigrateAsync(
        string ownerConnectionString, string serviceConnectionString, CancellationToken ct)
    {
        await using var source = new NpgsqlDataSourceBuilder(ownerConnectionString).Build();
        await using var guard = await source.OpenConnectionAsync(ct);
        await guard.ExecuteAsync(new CommandDefinition(LockSql, commandTimeout: 0, cancellationToken: ct));
        // EF warns that a transaction around its own prevents retries; nothing is retried here.
        var options = new DbContextOptionsBuilder<CrmDbContext>()
            .UseNpgsql(source)
            .ConfigureWarnings(w => w.Ignore(RelationalEventId.MigrationsUserTransactionWarning))
            .Options;
        await using var db = new CrmDbContext(options);
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        // A failed statement, such as a look at a table that is missing, would end the transaction.
        await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(ct);
        await AdoptAsync(db, connection, ct);
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).ToList();
        if (pending.Count > 0)
            await db.Database.MigrateAsync(ct);
        var changes = await SchemaObjects.ApplyAsync(connection, SchemaObject.All, ct);
        if (changes.Any(c => c is { Kind: "functions", Action: SchemaObjectAction.Replaced } && Rollups.Functions.Contains(c.Name)))
            await Rollups.RecomputeAsync(connection, ct);
        var owner = new NpgsqlConnectionStringBuilder(ownerConnectionString).Username;
        var service = new NpgsqlConnectionStringBuilder(serviceConnectionString).Username;
        if (service is not null && service != owner)
            await GrantAsync(connection, service, ct);
        await transaction.CommitAsync(ct);
        return new MigrationResult(pending, changes);
    }

    private static async Task AdoptAsync(CrmDbContext db, NpgsqlConnection connection, CancellationToken ct)
    {
        var applied = await db.Database.GetAppliedMigrationsAsync(ct);
        var earlier = BeforeBaseline.Intersect(applied).ToArray();
        if (earlier.Length == 0)
            return;
        var baseline = db.Database.GetMigrations().First();
        if (earlier.Length < BeforeBaseline.Length)
        {
            throw new SchemaException(
                $"The database is at migration {earlier[^1]}; this version upgrades it only from {BeforeBaseline[^1]}. "
                + $"Run the command migrate of the last version before migration {baseline} first.");
        }

        await connection.ExecuteAsync(new CommandDefinition(AdoptSql, new { earlier, baseline }, cancellationToken: ct));
    }

    private static async Task GrantAsync(NpgsqlConnection connection, string service, CancellationToken ct)
    {
        await connection.ExecuteAsync(
            new CommandDefinition("select set_config('crm.service_role', @service, true)", new { service }, cancellationToken: ct));
        foreach (var (_, sql) in SchemaFiles.In("grants"))
            await connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: ct));
    }
}

/// <summary>What a migration has changed.</summary>
/// <param name="Migrations">The migrations that were applied.</param>
/// <param name="Objects">The database objects that were created, replaced and dropped.</param>
public sealed record MigrationResult(IReadOnlyList<string> Migrations, IReadOnlyList<SchemaObjectChange> Objects)
{
    /// <summary>Whether the schema was up to date.</summary>
    public bool IsEmpty => Migrations.Count == 0 && Objects.Count == 0;
}

/// <summary>The schema cannot be migrated; the message says what to do.</summary>
public sealed class SchemaException(string message) : Exception(message);
