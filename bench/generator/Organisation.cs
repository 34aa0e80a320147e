using System.Buffers.Binary;
using System.Globalization;
using Crm.Domain.Common;
using Crm.Domain.Communications;
using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Groups;
using Crm.Domain.Leads;
using Crm.Domain.Roles;
using Crm.Domain.Tasks;
using Crm.Domain.Users;
using Crm.SampleData;

namespace Crm.Bench.Generator;

/// <summary>Creates the rows of the plan through the aggregates, so that derived values are stored as the service would store
/// them.</summary>
internal sealed class Organisation(Plan plan, Loader loader, string passwordHash)
{
    /// <summary>The number of rows of one COPY, and so of one execution of the statement-level triggers.</summary>
    private const int BatchSize = 25_000;

    private const int TeamSize = 8;
    private static readonly LeadSource[] Sources = Enum.GetValues<LeadSource>();

    private readonly Random random = new(plan.Seed);
    private readonly Guid[] users = new Guid[plan.Sizes.Users];
    private readonly CompanyName[] companies = new CompanyName[plan.Sizes.Companies];
    private readonly Guid[] contacts = new Guid[plan.Sizes.Contacts];
    private readonly Guid[] deals = new Guid[plan.Sizes.Deals];
    private readonly Guid[] leads = new Guid[plan.Sizes.Leads];

    public async Task WriteAsync()
    {
        await WriteUsersAsync();
        await WriteAsync(
            plan.Companies.Length,
            CreateCompany,
            loader.ColumnsOf<Company>((nameof(Company.LastActivityDate), r => plan.Companies[r.Place].LastActivity)));
        await WriteAsync(plan.Contacts.Length, CreateContact, loader.ColumnsOf<Contact>(
            (nameof(Contact.LastActivityDate), r => plan.Contacts[r.Place].LastActivity),
            (nameof(Contact.LastContactDate), r => plan.Contacts[r.Place].LastContact)));
        await WriteDealsAsync();
        await WriteAsync(
            plan.Leads.Length,
            CreateLead,
            loader.ColumnsOf<Lead>(
                (nameof(Lead.LastActivityDate), r => plan.Leads[r.Place].LastActivity),
                (nameof(Lead.Version), r => (long)r.Record.StatusSeq),
                (nameof(Lead.UpdatedAt), r => r.Record.Events.OfType<LeadStatusChanged>().Max(e => e.At))),
            leads => loader.CopyHistoryAsync(leads.Select(l => l.Record), NewId));
        await WriteLeadActivitiesAsync();
        await WriteAsync(plan.Tasks.Length, CreateTask, loader.ColumnsOf<SalesTask>(
            (nameof(SalesTask.Version), r => r.Record.CompletedAt is null ? 1L : 2L),
            (nameof(SalesTask.UpdatedAt), r => r.Record.CompletedAt ?? r.Record.CreatedAt)));
        await WriteAsync(plan.Communications.Length, CreateCommunication, loader.ColumnsOf<Communication>());
    }

    private async Task WriteAsync<T>(int count, Func<int, T> make, TableColumn<Row<T>>[] columns, Func<Row<T>[], Task>? children = null)
        where T : notnull
    {
        var table = loader.TableOf<T>();
        for (var first = 0; first < count; first += BatchSize)
        {
            var rows = new Row<T>[Math.Min(BatchSize, count - first)];
            for (var i = 0; i < rows.Length; i++)
                rows[i] = new Row<T>(make(first + i), first + i);
            await loader.CopyAsync(table, columns, rows);
            // Without current statistics, the triggers would be planned for an empty table.
            if (first == 0 || first + BatchSize >= count)
                await loader.ExecuteAsync($"analyze {table}");
            if (children is not null)
                await children(rows);
            loader.Progress(table, first + rows.Length, count);
        }
    }

    /// <summary>The built-in roles and the administrator, as the service creates them at its first start; sales reps in groups, managers
    /// and read-only users.</summary>
    private async Task WriteUsersAsync()
    {
        var start = plan.Start.AddDays(-30);
        var roles = BuiltInRoles.All.Select(r => Role.Create(NewId(start), r.Name, r.Description, r.Permissions, true, start).Value)
            .ToList();
        Guid RoleId(string name) => roles.Single(r => r.Name == name).Id;
        await WriteAsync(roles.Count, i => roles[i], loader.ColumnsOf<Role>());
        var administrator = new UserDetails
        {
            Email = "admin@example.com",
            Username = "admin",
            FirstName = "System",
            LastName = "Administrator"
        };
        await WriteAsync(1, _ => User.Create(
            NewId(start), administrator, RoleId(BuiltInRoles.Administrator), passwordHash, start, start).Value, loader.ColumnsOf<User>());
        await WriteAsync(
            users.Length,
            i =>
            {
                // Of the last tenth, half are managers and half are read-only users.
                var role = i < plan.Sellers ? BuiltInRoles.SalesRep : i % 2 == 0 ? BuiltInRoles.SalesManager : BuiltInRoles.ReadOnly;
                var (first, last) = Name();
                var username = string.Create(CultureInfo.InvariantCulture, $"user{i + 1}");
                var details = new UserDetails
                {
                    Email = $"{username}@crm.example",
                    Username = username,
                    FirstName = first,
                    LastName = last,
                    JobTitle = role,
                    Department = "Sales"
                };
                var user = User.Create(NewId(start), details, RoleId(role), passwordHash, start, start).Value;
                users[i] = user.Id;
                return user;
            },
            loader.ColumnsOf<User>());
        await WriteAsync(
            (plan.Sellers + TeamSize - 1) / TeamSize,
            team =>
            {
                var group = UserGroup.Create(NewId(start), $"Team {team + 1}", null, GroupType.SalesTeam, isActive: true, start).Value;
                for (var i = team * TeamSize; i < Math.Min(plan.Sellers, (team + 1) * TeamSize); i++)
                    Must(group.AddMember(NewId(start), users[i], users[^2], start).Error);
                return group;
            },
            loader.ColumnsOf<UserGroup>(),
            groups => loader.CopyAsync(groups.SelectMany(g => g.Record.Members)));
    }

    private Company CreateCompany(int i)
    {
        var (createdAt, owner, _) = plan.Companies[i];
        var place = Pick(Words.Places);
        var name = $"{Pick(Words.CompanyFirst)} {Pick(Words.LastBegin)}{Pick(Words.LastEnd)} {Pick(Words.CompanyLast)} " +
            $"{Pick(Words.CompanyForm)}";
        var employees = (int)Math.Round(Math.Exp(1 + (random.NextDouble() * 7.5)));
        var details = new CompanyDetails
        {
            Name = name,
            LegalName = name,
            Website = string.Create(CultureInfo.InvariantCulture, $"https://company-{i + 1}.example"),
            Phone = Phone(),
            City = place.City,
            Country = place.Country,
            Industry = Pick(Words.Industries),
            EmployeeCount = employees,
            Revenue = employees * random.Next(80_000, 220_000),
            FoundedYear = random.Next(1920, 2020),
            Tags = Tags(),
        };
        var company = Company.Create(NewId(createdAt), details, null, users[owner], createdAt, Zone.Utc, createdAt).Value;
        companies[i] = new CompanyName(company.Id, name);
        return company;
    }

    private Contact CreateContact(int i)
    {
        var row = plan.Contacts[i];
        var (first, last) = Name();
        var place = Pick(Words.Places);
        var details = new ContactDetails
        {
            FirstName = first,
            LastName = last,
            Email = string.Create(CultureInfo.InvariantCulture, $"{Folding.Fold(first)}.{Plain(last)}.{i + 1}@mail.example"),
            Phone = Phone(),
            JobTitle = Pick(Words.JobTitles),
            IsDecisionMaker = random.Next(3) == 0,
            City = place.City,
            Country = place.Country,
            LeadSource = Pick(Sources),
            LeadScore = random.Next(4) == 0 ? null : random.Next(0, 101),
            Tags = Tags(),
        };
        var contact = Contact.Create(
            NewId(row.CreatedAt), details, companies[row.Company], users[row.Owner], row.CreatedAt, Zone.Utc, row.CreatedAt).Value;
        contacts[i] = contact.Id;
        return contact;
    }

    private Task WriteDealsAsync() =>
        WriteAsync(
            plan.Deals.Length,
            CreateDeal,
            loader.ColumnsOf<Deal>(
                (nameof(Deal.Version), r => (long)(r.Record.StageSeq + r.Record.Products.Count)),
                (nameof(Deal.UpdatedAt), r => r.Record.StageEnteredAt)),
            async rows =>
            {
                await loader.CopyAsync(rows.SelectMany(r => r.Record.Products));
                await loader.CopyHistoryAsync(rows.Select(r => r.Record), NewId);
            });

    private Deal CreateDeal(int i)
    {
        var (createdAt, contact, owner) = plan.Deals[i];
        var company = companies[plan.Contacts[contact].Company];
        var details = new DealDetails
        {
            Title = $"{Pick(Words.DealKinds)} {company.Name}",
            Currency = random.Next(10) switch { 0 or 1 => "EUR", 2 => "GBP", _ => Currencies.Default },
            ExpectedCloseDate = DateOnly.FromDateTime(createdAt.UtcDateTime).AddDays(random.Next(20, 200)),
            Tags = Tags(),
        };
        var value = Math.Round((decimal)Math.Exp(7 + (random.NextDouble() * 5)), 2);
        var terms = new DealInput(details, value, null, company, contacts[contact], users[owner]);
        var path = Path(createdAt);
        var deal = Deal.Create(NewId(createdAt), terms, path[0], createdAt, users[owner], createdAt).Value;
        deals[i] = deal.Id;
        if (plan.Sizes.History && random.Next(5) < 3)
        {
            for (var lines = random.Next(1, 5); lines > 0; lines--)
            {
                var (name, price) = Pick(Words.Products);
                Must(deal.AddProduct(
                    NewId(createdAt), new DealProductDetails { ProductName = name, Quantity = random.Next(1, 20), UnitPrice = price },
                    createdAt).Error);
            }
        }

        var at = createdAt;
        for (var step = 1; step < path.Count; step++)
        {
            // About two weeks in each stage, or the time that is left.
            var left = (plan.Until - at) / (path.Count - step);
            at = Plan.Cut(at + (TimeSpan.FromDays(Math.Min(left.TotalDays, 28)) * random.NextDouble()));
            var to = path[step];
            var reason = DealStageMachine.Move(path[step - 1], to) == DealStageMove.NeedsReason ? "The customer came back" : null;
            Must(deal.ChangeStage(
                new StageChange(to, reason, to == DealStage.ClosedWon ? "Signed" : null, to == DealStage.ClosedLost
                    ? Pick(Words.LossReasons) : null, null, at), users[owner], Zone.Utc, at).Error);
        }

        return deal;
    }

    /// <summary>The stages that a deal went through: old deals are mostly closed, new ones mostly open.</summary>
    private List<DealStage> Path(DateTimeOffset createdAt)
    {
        var age = (plan.Until - createdAt).TotalDays;
        var last = random.NextDouble() < (age < 90 ? 0.75 : 0.25)
            ? random.Next(20) switch
            {
                < 7 => DealStage.Prospecting,
                < 11 => DealStage.Qualifying,
                < 14 => DealStage.Proposing,
                < 17 => DealStage.Negotiating,
                < 18 => DealStage.FollowUp,
                _ => DealStage.OnHold,
            }
            : random.Next(5) < 3 ? DealStage.ClosedWon : DealStage.ClosedLost;
        if (!plan.Sizes.History)
            return DealStageMachine.IsClosed(last) ? [DealStage.Prospecting, last] : [last];
        var path = new List<DealStage> { DealStage.Prospecting };
        for (var stage = DealStage.Qualifying; stage <= DealStage.FollowUp && stage < last; stage++)
        {
            if (random.Next(100) < (stage == DealStage.FollowUp ? 15 : last == DealStage.ClosedLost ? 30 : 50))
                path.Add(stage);
        }

        if (last == DealStage.ClosedWon && random.Next(50) == 0)
            path.AddRange([DealStage.ClosedLost, DealStage.Negotiating]);
        if (last != path[^1])
            path.Add(last);
        return path;
    }

    private Lead CreateLead(int i)
    {
        var (createdAt, owner, _) = plan.Leads[i];
        var (first, last) = Name();
        var details = new LeadDetails
        {
            FirstName = first,
            LastName = last,
            Email = string.Create(CultureInfo.InvariantCulture, $"{Folding.Fold(first)}.{Plain(last)}.l{i + 1}@mail.example"),
            Phone = Phone(),
            Company = $"{Pick(Words.CompanyFirst)} {Pick(Words.CompanyLast)} {Pick(Words.CompanyForm)}",
            JobTitle = Pick(Words.JobTitles),
            City = Pick(Words.Places).City,
            Source = Pick(Sources),
            LeadScore = random.Next(4) == 0 ? null : random.Next(0, 101),
            Tags = Tags(),
        };
        Guid? assignee = owner < 0 ? null : users[owner];
        var by = assignee ?? users[^2];
        var lead = Lead.Create(NewId(createdAt), details, LeadStatus.New, assignee, createdAt, by, createdAt).Value;
        leads[i] = lead.Id;
        LeadStatus[] path = random.Next(10) switch
        {
            0 or 1 => [],
            2 or 3 => [LeadStatus.Contacted],
            4 => [LeadStatus.Contacted, LeadStatus.Interested],
            5 => [LeadStatus.Contacted, LeadStatus.Interested, LeadStatus.Qualified],
            6 => [LeadStatus.Contacted, LeadStatus.Nurturing],
            7 => [LeadStatus.Contacted, LeadStatus.NotInterested],
            8 => [LeadStatus.Dead],
            _ => [LeadStatus.Contacted, LeadStatus.Converted],
        };
        var at = createdAt;
        foreach (var status in path)
        {
            at = Later(at, 6);
            if (status != LeadStatus.Converted)
            {
                Must(lead.Update(lead.Details, status, assignee, by, at).Error);
                continue;
            }

            var contact = random.Next(contacts.Length);
            Must(lead.Convert(contacts[contact], companies[plan.Contacts[contact].Company].Id, null, by, at).Error);
        }

        return lead;
    }

    private async Task WriteLeadActivitiesAsync()
    {
        var types = EnumText<LeadActivityType>.Names;
        TableColumn<Plan.LeadActivity>[] columns =
        [
            new("id", "uuid", a => NewId(a.At)),
            new("lead_id", "uuid", a => leads[a.Lead]),
            new("type", "text", _ => types[random.Next(types.Count)]),
            new("description", "text", _ => null),
            new("ip_address", "text", _ => string.Create(CultureInfo.InvariantCulture, $"192.0.2.{random.Next(255)}")),
            new("user_agent", "text",
                _ => "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"),
            new("url", "text", _ => string.Create(CultureInfo.InvariantCulture, $"https://www.example/products/{random.Next(1000)}")),
            new("duration", "integer", _ => random.Next(600)),
            new("created_at", "timestamp with time zone", a => a.At),
            new("created_by_id", "uuid", _ => users[^2]),
        ];
        var written = 0;
        foreach (var batch in plan.LeadActivities.Chunk(BatchSize))
        {
            await loader.CopyAsync("lead_activities", columns, batch);
            loader.Progress("lead_activities", written += batch.Length, plan.LeadActivities.Length);
        }
    }

    private SalesTask CreateTask(int i)
    {
        var row = plan.Tasks[i];
        var (links, owner) = Subject(row);
        var details = new SalesTaskDetails
        {
            Title = Pick(Words.TaskTitles),
            Type = (SalesTaskType)random.Next(10),
            Priority = (Priority)random.Next(4),
            DueDate = DateOrInstant.Of(Plan.Cut(row.CreatedAt.AddDays(random.Next(1, 15)))),
            EstimatedDuration = random.Next(1, 9) * 15,
        };
        var task = SalesTask.Create(
            NewId(row.CreatedAt), new SalesTaskInput(details, null, owner, links, Zone.Utc), owner, row.CreatedAt, row.CreatedAt).Value;
        if (row.Done is { } done)
            Must(task.Complete(random.Next(1, 9) * 15, null, done).Error);
        return task;
    }

    private Communication CreateCommunication(int i)
    {
        var row = plan.Communications[i];
        var (links, owner) = Subject(row);
        var type = random.Next(
            10) switch
        {
            < 6 => CommunicationType.Email,
            < 8 => CommunicationType.PhoneCall,
            8 => CommunicationType.Meeting,
            _ => CommunicationType.VideoCall
        };
        var inbound = row.Done is not null && random.Next(3) == 0;
        var details = new CommunicationDetails
        {
            Type = type,
            Subject = Pick(Words.Subjects),
            Content = Pick(Words.Sentences),
            Direction = inbound ? Direction.Inbound : Direction.Outbound,
            Duration = type == CommunicationType.Email ? null : random.Next(1, 13) * 5,
        };
        var status = inbound ? CommunicationStatus.Delivered : row.Done is null ? CommunicationStatus.Draft : CommunicationStatus.Sent;
        return Communication.Create(
            NewId(row.CreatedAt), new CommunicationInput(details, false, null, links), status, owner, row.CreatedAt, row.CreatedAt).Value;
    }

    private (ActivityLinks Links, Guid Owner) Subject(Plan.Activity activity)
    {
        var i = activity.Subject;
        return activity.About switch
        {
            Plan.About.Deal => (new ActivityLinks(contacts[plan.Deals[i].Contact], deals[i], null, null), users[plan.Deals[i].Owner]),
            Plan.About.Contact => (new ActivityLinks(contacts[i], null, null, null), users[plan.Contacts[i].Owner]),
            Plan.About.Company => (new ActivityLinks(null, null, companies[i].Id, null), users[plan.Companies[i].Owner]),
            _ => (new ActivityLinks(null, null, null, leads[i]), plan.Leads[i].Owner is >= 0 and var owner ? users[owner] : users[^2]),
        };
    }

    private (string First, string Last) Name() => (Pick(Words.First), Pick(Words.LastBegin) + Pick(Words.LastEnd));

    private static string Plain(string name) => Folding.Fold(name).Replace("'", "", StringComparison.Ordinal);

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];

    private string[] Tags() => random.Next(3) == 0 ? [Pick(Words.Tags)] : [];

    private string Phone() => string.Create(CultureInfo.InvariantCulture, $"+1 555 {random.Next(100, 999)} {random.Next(1000, 9999)}");

    private DateTimeOffset Later(DateTimeOffset from, double meanDays)
    {
        var later = Plan.Cut(from.AddDays(-meanDays * Math.Log(1 - random.NextDouble())));
        return later < plan.Until ? later : from > plan.Until ? from : plan.Until;
    }

    /// <summary>A UUIDv7 of the record's creation time. The same seed gives the same ids.</summary>
    private Guid NewId(DateTimeOffset at)
    {
        Span<byte> id = stackalloc byte[16];
        random.NextBytes(id);
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, at.ToUnixTimeMilliseconds());
        time[2..].CopyTo(id);
        id[6] = (byte)((id[6] & 0x0F) | 0x70);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    private static void Must(Error? error)
    {
        if (error is not null)
            throw new InvalidOperationException($"The generated data violate a rule: {error.Message}");
    }
}
