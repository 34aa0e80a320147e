// Fills an empty, migrated database with a generated sales organisation of any size, by binary COPY as the owner role:
//   Crm.Bench.Generator --connection-string=… [--scale=1] [--deals=<number>: only deals] [--seed=1] [--password=…]
using System.Diagnostics;
using System.Globalization;
using Crm.Application.Common.Ports;
using Crm.Bench.Generator;
using Crm.Infrastructure;
using Crm.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

var options = args.Select(a => a.TrimStart('-').Split('=', 2)).ToDictionary(a => a[0], a => a.ElementAtOrDefault(1) ?? "");
string Option(string name, string otherwise) => options.GetValueOrDefault(name, otherwise);

var connectionString = Option("connection-string", "");
var sizes = options.TryGetValue("deals", out var dealsAlone)
    ? Sizes.OfDeals(int.Parse(dealsAlone, CultureInfo.InvariantCulture))
    : Sizes.OfScale(double.Parse(Option("scale", "1"), CultureInfo.InvariantCulture));
var seed = int.Parse(Option("seed", "1"), CultureInfo.InvariantCulture);

// The service's own infrastructure hashes the password and has the model of the tables.
await using var services = new ServiceCollection().AddLogging().AddInfrastructure(new DatabaseOptions(connectionString))
    .BuildServiceProvider();
var passwordHash = services.GetRequiredService<IPasswords>().Hash(Option("password", "bench-password-1"));
await using var source = new NpgsqlDataSourceBuilder(
    new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 0 }.ConnectionString).Build();
await using var db = new CrmDbContext(new DbContextOptionsBuilder<CrmDbContext>().UseNpgsql(source).Options);
await using var connection = await source.OpenConnectionAsync();

var clock = Stopwatch.StartNew();
var loader = new Loader(connection, db.Model, clock);
if (await loader.CountAsync("users") > 0)
{
    Console.Error.WriteLine("This database already contains users; the generator needs an empty database.");
    return 1;
}

// The history ends at midnight, so that two runs on one day generate the same data.
var plan = new Plan(sizes, seed, new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero));
loader.Report($"{sizes.Deals:N0} deals, {sizes.Contacts:N0} contacts, {sizes.Tasks + sizes.Communications + sizes.LeadActivities:N0} " +
    $"activities planned");
var dropped = await loader.DropIndexesAndForeignKeysAsync();
await new Organisation(plan, loader, passwordHash).WriteAsync();
await loader.RecreateAsync(dropped);
loader.Report("Vacuum and analyze");
await loader.ExecuteAsync("vacuum (analyze)");
await loader.ReportAsync();
return 0;
