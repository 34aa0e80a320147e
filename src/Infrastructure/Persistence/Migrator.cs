using System.Reflection;
using Dapper;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Infrastructure.Persistence;

/// <summary>
/// Migrates the schema as its owner, in one transaction: adopts a database from before the baseline, runs migrations, applies the database
/// objects that have changed, and grants the service role its privileges. Then derives texts again where their derivation has changed.
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

    // The tables equal those of the baseline; only the history, the checks and the name of one function differ.
    private const string AdoptSql = """
        with earlier as (delete from "__EFMigrationsHistory" where "MigrationId" = any(@earlier) returning "ProductVersion")
        insert into "__EFMigrationsHistory" select @baseline, max("ProductVersion") from earlier;
        drop function if exists rollup_truth();
        """;

    /// <summary>Two instances that start at the same time migrate one after the other.</summary>
    private const string LockSql = "select pg_advisory_lock(hashtextextended('crm-migrate', 0))";

    private const string HasHistorySql = """select to_regclass('"__EFMigrationsHistory"') is not null""";

    private const string HistorySql = """select "MigrationId" from "__EFMigrationsHistory" """;

    private static readonly string[] Known =
    [
        .. typeof(Migrator).Assembly.GetTypes().Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    /// <param name="ownerConnectionString">The role that owns the schema.</param>
    /// <param name="serviceConnectionString">The role that the service runs as; if it is the same, privileges are not separated.</param>
    /// <param name="ct">Cancels the migration.</param>
    /// <exception cref="SchemaException">This version cannot migrate the database.</exception>
    public static async Task<MigrationResult> MigrateAsync(
        string ownerConnectionString, string serviceConnectionString, CancellationToken ct)
    {
        await using var source = new NpgsqlDataSourceBuilder(StartLock.Unlimited(ownerConnectionString)).Build();
        await using var connection = await source.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(LockSql, commandTimeout: 0, cancellationToken: ct));
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var adopted = await AdoptAsync(connection, ct);
        var pending = await PendingAsync(connection, ct);
        if (pending.Count > 0)
            await ApplyAsync(connection, transaction, ct);
        if (adopted)
            await AddChecksAsync(connection, ct);
        var changes = await SchemaObjects.ApplyAsync(connection, SchemaObject.All, ct);
        if (changes.Any(c => c is { Kind: "functions", Action: SchemaObjectAction.Replaced } && Rollups.Functions.Contains(c.Name)))
            await Rollups.RecomputeAsync(connection, ct);
        await DerivedTexts.PrepareAsync(connection, ct);
        var owner = new NpgsqlConnectionStringBuilder(ownerConnectionString).Username;
        var service = new NpgsqlConnectionStringBuilder(serviceConnectionString).Username;
        if (service is not null && service != owner)
            await GrantAsync(connection, service, ct);
        await transaction.CommitAsync(ct);
        return new MigrationResult(pending, changes, await DerivedTexts.DeriveAsync(connection, ct));
    }

    /// <returns>Whether the database is from before the baseline.</returns>
    private static async Task<bool> AdoptAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var earlier = BeforeBaseline.Intersect(await AppliedAsync(connection, ct)).ToArray();
        if (earlier.Length == 0)
            return false;
        var baseline = Known[0];
        if (earlier.Length < BeforeBaseline.Length)
        {
            throw new SchemaException(
                $"The database is at migration {earlier[^1]}; this version upgrades it only from {BeforeBaseline[^1]}. "
                + $"Run the command migrate of the last version before migration {baseline} first.");
        }

        await connection.ExecuteAsync(new CommandDefinition(AdoptSql, new { earlier, baseline }, cancellationToken: ct));
        return true;
    }

    /// <summary>Adds the checks of the field rules, which the schema before the baseline did not have: those of the baseline, for the
    /// migrations after it add their own.</summary>
    /// <exception cref="PostgresException">A row violates a check; the message names both.</exception>
    private static async Task AddChecksAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var db = new CrmDbContext(new DbContextOptionsBuilder<CrmDbContext>().UseNpgsql(connection).Options);
        var present = (await connection.QueryAsync<string>(
            new CommandDefinition("select conname::text from pg_constraint where contype = 'c'", cancellationToken: ct))).ToHashSet();
        var migrations = db.GetService<IMigrationsAssembly>();
        var baseline = migrations.CreateMigration(migrations.Migrations[Known[0]], db.Database.ProviderName!).TargetModel;
        foreach (var check in baseline.GetEntityTypes().SelectMany(e => e.GetCheckConstraints()))
        {
            if (!present.Contains(check.Name!))
            {
                var sql = $"alter table {check.EntityType.GetTableName()} add constraint {check.Name} check ({check.Sql})";
                await connection.ExecuteAsync(new CommandDefinition(sql, commandTimeout: 0, cancellationToken: ct));
            }
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        // EF warns that a transaction around its own prevents retries; nothing is retried here.
        var options = new DbContextOptionsBuilder<CrmDbContext>()
            .UseNpgsql(connection)
            .ConfigureWarnings(w => w.Ignore(RelationalEventId.MigrationsUserTransactionWarning))
            .Options;
        await using var db = new CrmDbContext(options);
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await db.Database.UseTransactionAsync(transaction, ct);
        // A failed statement, such as a query of a missing table, would end the transaction.
        await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(ct);
        await db.Database.MigrateAsync(ct);
    }

    private static async Task GrantAsync(NpgsqlConnection connection, string service, CancellationToken ct)
    {
        await connection.ExecuteAsync(
            new CommandDefinition("select set_config('crm.service_role', @service, true)", new { service }, cancellationToken: ct));
        foreach (var (_, sql) in SchemaFiles.In("grants"))
            await connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: ct));
    }

    /// <summary>
    /// The migrations of this program that a database lacks. Compared without EF Core, whose model takes most of a second to build: almost
    /// every start finds none.
    /// </summary>
    internal static async Task<IReadOnlyList<string>> PendingAsync(NpgsqlConnection connection, CancellationToken ct) =>
        [.. Known.Except(await AppliedAsync(connection, ct))];

    private static async Task<IEnumerable<string>> AppliedAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await connection.ExecuteScalarAsync<bool>(new CommandDefinition(HasHistorySql, cancellationToken: ct))
            ? await connection.QueryAsync<string>(new CommandDefinition(HistorySql, cancellationToken: ct))
            : [];
}

/// <summary>What a migration has changed.</summary>
/// <param name="Migrations">The migrations that were applied.</param>
/// <param name="Objects">The database objects that were created, replaced and dropped.</param>
/// <param name="DerivedRows">How many rows have other derived texts.</param>
public sealed record MigrationResult(IReadOnlyList<string> Migrations, IReadOnlyList<SchemaObjectChange> Objects, long DerivedRows)
{
    /// <summary>Whether the schema was up to date.</summary>
    public bool IsEmpty => Migrations.Count == 0 && Objects.Count == 0 && DerivedRows == 0;
}

/// <summary>The schema cannot be migrated; the message explains what to do.</summary>
public sealed class SchemaException(string message) : Exception(message);
