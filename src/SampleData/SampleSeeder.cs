using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Leads;
using Crm.Domain.Roles;
using Crm.Infrastructure.Persistence;
using Crm.Infrastructure.Security;

namespace Crm.SampleData;

/// <summary>
/// Fills an empty database with a sample sales organisation and two years of its history, in one transaction: the aggregates are created by
/// their own methods and written by COPY. The data is the same every time, except for ids and the day on which the history ends.
/// </summary>
public sealed class SampleSeeder(CrmDbContext db, IUnitOfWork unitOfWork, IWriteDb writeDb, IClock clock)
{
    private static readonly CommandInfo Command = new("SeedSampleData");

    /// <summary>Creates the data unless there are companies.</summary>
    /// <returns>Whether it was created.</returns>
    public async Task<bool> SeedAsync(IProgress<string> progress, CancellationToken ct)
    {
        var seeded = false;
        var result = await unitOfWork.RunAsync(
            Command,
            async token =>
            {
                await writeDb.ExecuteAsync($"select pg_advisory_xact_lock(hashtextextended('crm-sample', 0))", token);
                if (await writeDb.QuerySingleOrDefaultAsync<bool>($"select exists (select 1 from companies)", token))
                    return Result.Ok;
                progress.Report("Creating sample data");
                await WriteAsync(progress, token);
                seeded = true;
                return Result.Ok;
            },
            ct);
        if (result.Error is { } error)
            throw new InvalidOperationException(error.Message);
        return seeded;
    }

    private async Task WriteAsync(IProgress<string> progress, CancellationToken ct)
    {
        var roles = await db.Set<Role>().AsNoTracking().Where(r => r.DeletedAt == null).ToDictionaryAsync(r => r.Name, r => r.Id, ct);
        var random = new SampleRandom(clock.Now);
        var customers = new SampleCustomers(random, clock, roles);
        var activities = new SampleActivities(random, clock, customers);
        var last = new LastActivities(customers, activities);
        var model = new ModelColumns(db.Model);
        var copy = new TableCopy((NpgsqlConnection)db.Database.GetDbConnection(), model);
        var written = new List<AggregateRoot>();

        await RecordsAsync(customers.Users);
        await RecordsAsync(customers.Companies, (nameof(Company.LastActivityDate), c => last.Of(c.Id)));
        await RecordsAsync(
            customers.Contacts,
            (nameof(Contact.LastActivityDate), c => last.Of(c.Id)),
            (nameof(Contact.LastContactDate), c => last.ContactOf(c.Id)));
        await RecordsAsync(customers.Deals);
        await copy.WriteAsync(customers.Deals.SelectMany(d => d.Products), ct);
        await RecordsAsync(activities.Groups);
        await copy.WriteAsync(activities.Groups.SelectMany(g => g.Members), ct);
        await RecordsAsync(activities.Leads, (nameof(Lead.LastActivityDate), l => last.Of(l.Id)));
        await copy.WriteHistoryAsync(written, _ => clock.NewId(), ct);
        await RecordsAsync(activities.LeadLists);
        await RecordsAsync(activities.Tasks);
        await RecordsAsync(activities.Communications);
        await RecordsAsync(activities.Notes);

        var by = customers.Users[^1].Id;
        await writeDb.ExecuteAsync(
            $"""
            insert into lead_list_members (lead_list_id, lead_id, added_at, added_by_id)
            select l.id, p.id, {clock.Now}, {by}
            from lead_lists l join leads p on not p.is_converted and abs(hashtext(l.id::text || p.id::text)) % 6 = 0
            """,
            ct);
        await copy.WriteAsync("lead_activities", LeadActivityColumns(by), activities.LeadActivities, ct);
        progress.Report($"Sample data: {activities.LeadActivities.Count} lead activities");

        var created = new CreationRows(model, clock, Command);
        await copy.WriteAsync("audit_logs", CreationRows.AuditColumns, written.SelectMany(created.AuditRowsOf), ct);
        await copy.WriteAsync("outbox_messages", created.OutboxColumns, written.SelectMany(r => r.Events), ct);
        progress.Report("Sample data: audit log and outbox");
        // Other instances clear their cached permissions: there are new users and groups.
        await writeDb.ExecuteAsync($"select pg_notify({RightsCache.Channel}, '')", ct);

        async Task RecordsAsync<T>(List<T> records, params (string Property, Func<T, object?> Value)[] derived)
            where T : AggregateRoot
        {
            await copy.WriteAsync(copy.TableOf<T>(), copy.ColumnsOf(derived), records, ct);
            written.AddRange(records);
            progress.Report($"Sample data: {records.Count} {copy.TableOf<T>().Replace('_', ' ')}");
        }
    }

    private static TableColumn<SampleActivities.LeadActivity>[] LeadActivityColumns(Guid by) =>
    [
        new("id", "uuid", a => a.Id),
        new("lead_id", "uuid", a => a.LeadId),
        new("type", "text", a => EnumText<LeadActivityType>.Of(a.Type)),
        new("url", "text", a => a.Url),
        new("created_at", "timestamp with time zone", a => a.CreatedAt),
        new("created_by_id", "uuid", _ => by),
    ];
}
