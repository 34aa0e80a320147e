using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Leads;
using Crm.Domain.Roles;
using Crm.Domain.Users;
using Crm.Infrastructure.Persistence;

namespace Crm.SampleData;

/// <summary>
/// Fills an empty database with a made-up sales organisation and two years of its history, through the aggregates and in
/// one transaction. The same every time, but for ids and the day it ends at.
/// </summary>
public sealed class SampleSeeder(CrmDbContext db, IUnitOfWork unitOfWork, IWriteDb writeDb, IClock clock) : ISampleSeeder
{
    private const int UserCount = 40, CompanyCount = 500, ContactCount = 2_000, DealCount = 3_000, LeadCount = 700, TaskCount = 1_000,
        CommunicationCount = 1_000, NoteCount = 500, LeadActivityCount = 6_000, Days = 730, BatchSize = 250;

    private const string LeadListMembersSql = """
        insert into lead_list_members (lead_list_id, lead_id, added_at, added_by_id)
        select l.id, p.id, @now, @by
        from lead_lists l join leads p on not p.is_converted and abs(hashtext(l.id::text || p.id::text)) % 6 = 0
        """;

    private const string LeadActivitiesSql = """
        insert into lead_activities (id, lead_id, type, url, created_at, created_by_id)
        select a.id, a.lead_id, a.type, a.url, a.created_at, @by
        from unnest(@ids::uuid[], @leads::uuid[], @types::text[], @urls::text[], @at::timestamptz[]) as a (id, lead_id, type, url, created_at)
        """;

    private readonly SampleDice dice = new(clock.Now);
    private readonly List<User> users = [];
    private readonly List<Company> companies = [];
    private readonly Dictionary<Guid, List<Contact>> contacts = [];

    private SampleDesk desk = null!;

    private List<User> Sellers => users[..28];

    private DateTimeOffset Start => dice.Now.AddDays(-Days);

    public async Task<bool> SeedAsync(IProgress<string> progress, CancellationToken ct)
    {
        var seeded = false;
        var result = await unitOfWork.RunAsync(
            new CommandInfo("SeedSampleData"),
            async token =>
            {
                await writeDb.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended('crm-sample', 0))", null, token);
                if (await writeDb.QuerySingleOrDefaultAsync<bool>("select exists (select 1 from companies)", null, token))
                    return Result.Ok;
                desk = new SampleDesk(dice, clock, Start);
                await MakeUsersAsync(progress, token);
                await MakeAsync("companies", CompanyCount, MakeCompany, progress, token);
                await MakeAsync("contacts", ContactCount, MakeContact, progress, token);
                await MakeAsync("deals", DealCount, MakeDeal, progress, token);
                await MakeDeskAsync(progress, token);
                // Nobody is to be told of a history that never happened.
                await writeDb.ExecuteAsync("update outbox_messages set relayed_at = @now where relayed_at is null", new { now = clock.Now }, token);
                seeded = true;
                return Result.Ok;
            },
            ct);
        if (result.Error is { } error)
            throw new InvalidOperationException(error.Message);
        return seeded;
    }

    private async Task MakeDeskAsync(IProgress<string> progress, CancellationToken ct)
    {
        await MakeAsync("groups", SampleNames.Groups.Length, i => desk.MakeGroup(i, users), progress, ct);
        await MakeAsync("leads", LeadCount, i => desk.MakeLead(i, Seller()), progress, ct);
        await MakeAsync("lead lists", SampleNames.LeadLists.Length, desk.MakeLeadList, progress, ct);
        await MakeAsync("tasks", TaskCount, _ => desk.MakeTask(Seller()), progress, ct);
        await MakeAsync("communications", CommunicationCount, _ => desk.MakeCommunication(Seller()), progress, ct);
        await MakeAsync("notes", NoteCount, _ => desk.MakeNote(Seller()), progress, ct);
        var by = users[^1].Id;
        await writeDb.ExecuteAsync(LeadListMembersSql, new { now = clock.Now, by }, ct);
        var seen = Enumerable.Range(0, LeadActivityCount).Select(_ => dice.Pick(desk.Leads)).ToList();
        await writeDb.ExecuteAsync(
            LeadActivitiesSql,
            new
            {
                ids = seen.Select(_ => clock.NewId()).ToArray(),
                leads = seen.Select(l => l.Id).ToArray(),
                types = seen.Select(_ => EnumText<LeadActivityType>.Of(dice.Pick<LeadActivityType>())).ToArray(),
                urls = seen.Select(_ => dice.Pick(SampleNames.Pages)).ToArray(),
                at = seen.Select(l => dice.Moment(l.CreatedAt, dice.Now).UtcDateTime).ToArray(),
                by,
            },
            ct);
    }

    private async Task MakeUsersAsync(IProgress<string> progress, CancellationToken ct)
    {
        var roles = await db.Set<Role>().AsNoTracking().Where(r => r.DeletedAt == null).ToDictionaryAsync(r => r.Name, r => r.Id, ct);
        await MakeAsync("users", UserCount, i => MakeUser(i, roles), progress, ct);
    }

    private async Task MakeAsync(string what, int count, Func<int, AggregateRoot> make, IProgress<string> progress, CancellationToken ct)
    {
        for (var i = 0; i < count; i++)
        {
            db.Add(make(i));
            if ((i + 1) % BatchSize != 0 && i + 1 != count)
                continue;
            await unitOfWork.SaveAsync(ct);
            db.ChangeTracker.Clear();
            if ((i + 1) % 1_000 == 0 || i + 1 == count)
                progress.Report($"Sample data: {i + 1} of {count} {what}");
        }
    }

    private User MakeUser(int i, Dictionary<string, Guid> roles)
    {
        var role = i switch { < 24 => BuiltInRoles.SalesRep, < 28 => BuiltInRoles.SalesManager, < 36 => BuiltInRoles.Marketing, _ => BuiltInRoles.ReadOnly };
        var (first, last) = (dice.Pick(SampleNames.First), dice.Pick(SampleNames.Last));
        var name = $"{Folding.Fold(first)}.{Folding.Fold(last).Replace("'", "", StringComparison.Ordinal)}{i + 1}";
        var details = new UserDetails
        {
            Email = $"{name}@crm.example",
            Username = name,
            FirstName = first,
            LastName = last,
            JobTitle = role,
            Department = i < 28 ? "Sales" : i < 36 ? "Marketing" : "Finance",
            Timezone = dice.Pick(SampleNames.Places).Zone,
        };
        // No password: nobody logs in as a sample user until an administrator sets one.
        var user = User.Create(clock.NewId(), details, RoleId(roles, role), null, Start.AddDays(-dice.Random.Next(30, 400)), clock.Now);
        users.Add(user);
        return user;
    }

    private static Guid RoleId(Dictionary<string, Guid> roles, string name) => roles.TryGetValue(name, out var id) ? id : roles.Values.First();

    private Company MakeCompany(int i)
    {
        var place = dice.Pick(SampleNames.Places);
        var name = $"{dice.Pick(SampleNames.CompanyFirst)} {dice.Pick(SampleNames.CompanyLast)} {dice.Pick(SampleNames.CompanyForm)}";
        var employees = (int)Math.Round(Math.Exp(1 + (dice.Random.NextDouble() * 7.5)));
        var details = new CompanyDetails
        {
            Name = name,
            LegalName = name,
            Website = $"https://{Folding.Fold(name).Replace(" ", "-", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal)}-{i + 1}.example",
            Phone = dice.Phone(),
            City = place.City,
            Country = place.Country,
            Timezone = place.Zone,
            Industry = dice.Pick(SampleNames.Industries),
            EmployeeCount = employees,
            Revenue = employees * dice.Random.Next(80_000, 220_000),
            FoundedYear = dice.Random.Next(1920, clock.Now.Year - 2),
            Tags = dice.Tags(),
        };
        var parent = i > 50 && dice.Random.Next(10) == 0 ? companies[dice.Random.Next(50)].Id : (Guid?)null;
        var createdAt = dice.Moment(Start.AddDays(-60), Start.AddDays(Days * 0.8));
        var company = Company.Create(clock.NewId(), details, parent, Seller().Id, createdAt, clock.Now).Value;
        companies.Add(company);
        contacts[company.Id] = [];
        return company;
    }

    private Contact MakeContact(int i)
    {
        var company = companies[i < CompanyCount ? i : dice.Random.Next(CompanyCount)];
        var (first, last) = (dice.Pick(SampleNames.First), dice.Pick(SampleNames.Last));
        var details = new ContactDetails
        {
            FirstName = first,
            LastName = last,
            Email = $"{Folding.Fold(first)}.{Folding.Fold(last).Replace("'", "", StringComparison.Ordinal)}.{i + 1}@mail.example",
            Phone = dice.Phone(),
            JobTitle = dice.Pick(SampleNames.JobTitles),
            IsDecisionMaker = dice.Random.Next(3) == 0,
            City = company.Details.City,
            Country = company.Details.Country,
            Timezone = company.Details.Timezone,
            LeadSource = Enum.GetValues<LeadSource>()[dice.Random.Next(Enum.GetValues<LeadSource>().Length)],
            LeadScore = dice.Random.Next(4) == 0 ? null : dice.Random.Next(0, 101),
            Tags = dice.Tags(),
        };
        var contact = Contact.Create(
            clock.NewId(), details, new CompanyName(company.Id, company.Details.Name), company.OwnerId,
            dice.Moment(company.CreatedAt, clock.Now.AddDays(-5)), clock.Now).Value;
        contacts[company.Id].Add(contact);
        desk.Know(contact);
        return contact;
    }

    private Deal MakeDeal(int i)
    {
        var company = companies[dice.Random.Next(CompanyCount)];
        var people = contacts[company.Id];
        var createdAt = dice.Moment(company.CreatedAt > Start ? company.CreatedAt : Start, clock.Now.AddDays(-1));
        var details = new DealDetails
        {
            Title = $"{dice.Pick(SampleNames.DealKinds)} {company.Details.Name}",
            Currency = dice.Random.Next(10) switch { 0 or 1 => "EUR", 2 => "GBP", _ => Currencies.Default },
            ExpectedCloseDate = DateOnly.FromDateTime(createdAt.UtcDateTime).AddDays(dice.Random.Next(20, 200)),
            Competitors = dice.Random.Next(4) == 0 ? [dice.Pick(SampleNames.Competitors)] : [],
            Tags = dice.Tags(),
        };
        var terms = new DealInput(
            details, Math.Round((decimal)Math.Exp(7 + (dice.Random.NextDouble() * 5)), 2), null, new CompanyName(company.Id, company.Details.Name),
            people.Count == 0 ? null : people[dice.Random.Next(people.Count)].Id, dice.Random.Next(5) > 0 ? company.OwnerId!.Value : Seller().Id);
        var deal = Deal.Create(clock.NewId(), terms, DealStage.Prospecting, createdAt, terms.OwnerId, clock.Now).Value;
        if (dice.Random.Next(5) < 3)
        {
            foreach (var (name, price) in dice.Random.GetItems(SampleNames.Products, dice.Random.Next(1, 5)))
                SampleDice.Must(deal.AddProduct(clock.NewId(), new DealProductDetails { ProductName = name, Quantity = dice.Random.Next(1, 20), UnitPrice = price }, clock.Now).Error);
        }

        Walk(deal, terms.OwnerId, createdAt);
        desk.Know(deal);
        return deal;
    }

    /// <summary>Takes the deal through its stages until it is closed or today is reached.</summary>
    private void Walk(Deal deal, Guid by, DateTimeOffset at)
    {
        while (true)
        {
            at = SampleDice.Instant(at.AddDays(1 + (-14 * Math.Log(1 - dice.Random.NextDouble()))));
            if (at >= clock.Now)
                return;
            var change = NextMove(deal, at);
            SampleDice.Must(deal.ChangeStage(change, by, clock.Now).Error);
            if (DealStageMachine.IsClosed(deal.Stage) && dice.Random.Next(40) > 0)
                return;
        }
    }

    private StageChange NextMove(Deal deal, DateTimeOffset at)
    {
        if (DealStageMachine.IsClosed(deal.Stage))
            return new StageChange(DealStage.Negotiating, "The customer came back", null, null, null, at);
        var roll = dice.Random.Next(100);
        if (deal.Stage != DealStage.OnHold && roll < 4)
            return new StageChange(DealStage.OnHold, "Waiting for the budget", null, null, null, at);
        if (roll < 17)
            return new StageChange(DealStage.ClosedLost, null, null, dice.Pick(SampleNames.LossReasons), null, at);
        var next = deal.Stage switch
        {
            DealStage.Prospecting => DealStage.Qualifying,
            DealStage.Qualifying => DealStage.Proposing,
            DealStage.Proposing => DealStage.Negotiating,
            DealStage.Negotiating => dice.Random.Next(3) == 0 ? DealStage.FollowUp : DealStage.ClosedWon,
            DealStage.OnHold => DealStage.Proposing,
            _ => DealStage.ClosedWon,
        };
        return new StageChange(next, null, next == DealStage.ClosedWon ? "Signed" : null, null, null, at);
    }

    private User Seller()
    {
        // A few sell much more than the rest, as everywhere.
        var place = (int)(Math.Pow(dice.Random.NextDouble(), 1.7) * Sellers.Count);
        return Sellers[place];
    }
}

/// <summary>Puts sample data into an empty database.</summary>
public interface ISampleSeeder
{
    /// <summary>Makes the data unless there are companies already.</summary>
    /// <returns>Whether it was made.</returns>
    Task<bool> SeedAsync(IProgress<string> progress, CancellationToken ct);
}
