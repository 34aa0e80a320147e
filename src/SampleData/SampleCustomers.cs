using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Roles;
using Crm.Domain.Users;

namespace Crm.SampleData;

/// <summary>Users, companies, contacts and deals of a sales organisation, with two years of history.</summary>
internal sealed class SampleCustomers
{
    private const int UserCount = 40, CompanyCount = 500, ContactCount = 2_000, DealCount = 3_000;

    private readonly SampleRandom random;
    private readonly IClock clock;
    private readonly Dictionary<Guid, List<Contact>> contactsOf = [];

    /// <param name="random">Random values.</param>
    /// <param name="clock">Generates ids.</param>
    /// <param name="roles">The ids of the roles by name.</param>
    public SampleCustomers(SampleRandom random, IClock clock, Dictionary<string, Guid> roles)
    {
        (this.random, this.clock) = (random, clock);
        for (var i = 0; i < UserCount; i++)
            Users.Add(CreateUser(i, roles));
        for (var i = 0; i < CompanyCount; i++)
            Companies.Add(CreateCompany(i));
        for (var i = 0; i < ContactCount; i++)
            Contacts.Add(CreateContact(i));
        for (var i = 0; i < DealCount; i++)
            Deals.Add(CreateDeal());
    }

    public List<User> Users { get; } = [];
    public List<Company> Companies { get; } = [];
    public List<Contact> Contacts { get; } = [];
    public List<Deal> Deals { get; } = [];

    private List<User> Sellers => Users[..28];

    private DateTimeOffset Start => random.Start;

    public User Seller()
    {
        // A few sell much more than the rest.
        var place = (int)(Math.Pow(random.NextDouble(), 1.7) * Sellers.Count);
        return Sellers[place];
    }

    private User CreateUser(int i, Dictionary<string, Guid> roles)
    {
        var role = i switch
        {
            < 24 => BuiltInRoles.SalesRep,
            < 28 => BuiltInRoles.SalesManager,
            < 36 => BuiltInRoles.Marketing,
            _ => BuiltInRoles.ReadOnly
        };
        var (first, last) = (random.Pick(SampleNames.First), random.Pick(SampleNames.Last));
        var name = $"{Folding.Fold(first)}.{Folding.Fold(last).Replace("'", "", StringComparison.Ordinal)}{i + 1}";
        var details = new UserDetails
        {
            Email = $"{name}@crm.example",
            Username = name,
            FirstName = first,
            LastName = last,
            JobTitle = role,
            Department = i < 28 ? "Sales" : i < 36 ? "Marketing" : "Finance",
            Timezone = random.Pick(SampleNames.Places).Zone,
        };
        // No password: a sample user cannot log in until an administrator sets one.
        return User.Create(clock.NewId(), details, RoleId(roles, role), null, Start.AddDays(-random.Next(30, 400)), random.Now).Value;
    }

    private static Guid RoleId(Dictionary<string, Guid> roles, string name) =>
        roles.TryGetValue(name, out var id) ? id : roles.Values.First();

    private Company CreateCompany(int i)
    {
        var place = random.Pick(SampleNames.Places);
        var name = $"{random.Pick(SampleNames.CompanyFirst)} {random.Pick(SampleNames.CompanyLast)} {random.Pick(SampleNames.CompanyForm)}";
        var employees = (int)Math.Round(Math.Exp(1 + (random.NextDouble() * 7.5)));
        var details = new CompanyDetails
        {
            Name = name,
            LegalName = name,
            Website = "https://" +
                Folding.Fold(name).Replace(" ", "-", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal) +
                $"-{i + 1}.example",
            Phone = random.Phone(),
            City = place.City,
            Country = place.Country,
            Timezone = place.Zone,
            Industry = random.Pick(SampleNames.Industries),
            EmployeeCount = employees,
            Revenue = employees * random.Next(80_000, 220_000),
            FoundedYear = random.Next(1920, random.Now.Year - 2),
            Tags = random.Tags(),
        };
        var parent = i > 50 && random.Next(10) == 0 ? Companies[random.Next(50)].Id : (Guid?)null;
        var createdAt = random.Moment(Start.AddDays(-60), Start.AddDays(SampleRandom.Days * 0.8));
        var company = Company.Create(clock.NewId(), details, parent, Seller().Id, createdAt, Zone.Utc, random.Now).Value;
        contactsOf[company.Id] = [];
        return company;
    }

    private Contact CreateContact(int i)
    {
        var company = Companies[i < CompanyCount ? i : random.Next(CompanyCount)];
        var (first, last) = (random.Pick(SampleNames.First), random.Pick(SampleNames.Last));
        var details = new ContactDetails
        {
            FirstName = first,
            LastName = last,
            Email = $"{Folding.Fold(first)}.{Folding.Fold(last).Replace("'", "", StringComparison.Ordinal)}.{i + 1}@mail.example",
            Phone = random.Phone(),
            JobTitle = random.Pick(SampleNames.JobTitles),
            IsDecisionMaker = random.Next(3) == 0,
            City = company.Details.City,
            Country = company.Details.Country,
            Timezone = company.Details.Timezone,
            LeadSource = Enum.GetValues<LeadSource>()[random.Next(Enum.GetValues<LeadSource>().Length)],
            LeadScore = random.Next(4) == 0 ? null : random.Next(0, 101),
            Tags = random.Tags(),
            DoNotContact = i % 97 == 0,
            DoNotEmail = i % 23 == 0,
            DoNotCall = i % 31 == 0,
        };
        var contact = Contact.Create(
            clock.NewId(), details, new CompanyName(company.Id, company.Details.Name), company.OwnerId,
            random.Moment(company.CreatedAt, random.Now.AddDays(-5)), Zone.Utc, random.Now).Value;
        contactsOf[company.Id].Add(contact);
        return contact;
    }

    private Deal CreateDeal()
    {
        var company = Companies[random.Next(CompanyCount)];
        var people = contactsOf[company.Id];
        var createdAt = random.Moment(company.CreatedAt > Start ? company.CreatedAt : Start, random.Now.AddDays(-1));
        var details = new DealDetails
        {
            Title = $"{random.Pick(SampleNames.DealKinds)} {company.Details.Name}",
            Currency = random.Next(10) switch { 0 or 1 => "EUR", 2 => "GBP", _ => Currencies.Default },
            ExpectedCloseDate = DateOnly.FromDateTime(createdAt.UtcDateTime).AddDays(random.Next(20, 200)),
            Competitors = random.Next(4) == 0 ? [random.Pick(SampleNames.Competitors)] : [],
            Tags = random.Tags(),
        };
        var terms = new DealInput(
            details, Math.Round((decimal)Math.Exp(7 + (random.NextDouble() * 5)), 2), null,
            new CompanyName(company.Id, company.Details.Name),
            people.Count == 0 ? null : people[random.Next(people.Count)].Id, random.Next(5) > 0 ? company.OwnerId!.Value : Seller().Id);
        var deal = Deal.Create(clock.NewId(), terms, DealStage.Prospecting, createdAt, terms.OwnerId, random.Now).Value;
        if (random.Next(5) < 3)
        {
            foreach (var (name, price) in random.GetItems(SampleNames.Products, random.Next(1, 5)))
                SampleRandom.ThrowIfFailed(
                    deal.AddProduct(clock.NewId(),
                        new DealProductDetails { ProductName = name, Quantity = random.Next(1, 20), UnitPrice = price }, random.Now).Error);
        }

        Walk(deal, terms.OwnerId, createdAt);
        return deal;
    }

    /// <summary>Takes the deal through its stages until it is closed or the current time is reached.</summary>
    private void Walk(Deal deal, Guid by, DateTimeOffset at)
    {
        while (true)
        {
            at = SampleRandom.Instant(at.AddDays(1 + (-14 * Math.Log(1 - random.NextDouble()))));
            if (at >= random.Now)
                return;
            var change = NextMove(deal, at);
            SampleRandom.ThrowIfFailed(deal.ChangeStage(change, by, Zone.Utc, random.Now).Error);
            if (DealStageMachine.IsClosed(deal.Stage) && random.Next(40) > 0)
                return;
        }
    }

    private StageChange NextMove(Deal deal, DateTimeOffset at)
    {
        if (DealStageMachine.IsClosed(deal.Stage))
            return new StageChange(DealStage.Negotiating, "The customer came back", null, null, null, at);
        var roll = random.Next(100);
        if (deal.Stage != DealStage.OnHold && roll < 4)
            return new StageChange(DealStage.OnHold, "Waiting for the budget", null, null, null, at);
        if (roll < 17)
            return new StageChange(DealStage.ClosedLost, null, null, random.Pick(SampleNames.LossReasons), null, at);
        var next = deal.Stage switch
        {
            DealStage.Prospecting => DealStage.Qualifying,
            DealStage.Qualifying => DealStage.Proposing,
            DealStage.Proposing => DealStage.Negotiating,
            DealStage.Negotiating => random.Next(3) == 0 ? DealStage.FollowUp : DealStage.ClosedWon,
            DealStage.OnHold => DealStage.Proposing,
            _ => DealStage.ClosedWon,
        };
        return new StageChange(next, null, next == DealStage.ClosedWon ? "Signed" : null, null, null, at);
    }
}
