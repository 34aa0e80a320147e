using Crm.Domain.Communications;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Groups;
using Crm.Domain.LeadLists;
using Crm.Domain.Leads;
using Crm.Domain.Notes;
using Crm.Domain.Tasks;
using Crm.Domain.Users;

namespace Crm.SampleData;

/// <summary>Groups, leads in all statuses with their activities, lead lists, and two years of tasks, communications and notes.</summary>
internal sealed class SampleActivities
{
    private const int LeadCount = 700, TaskCount = 1_000, CommunicationCount = 1_000, NoteCount = 500, LeadActivityCount = 6_000;

    private readonly SampleRandom random;
    private readonly IClock clock;
    private readonly List<Deal> deals;
    private readonly List<Contact> contacts;

    /// <param name="random">Random values.</param>
    /// <param name="clock">Generates ids.</param>
    /// <param name="customers">The subjects, and the users whose activities these are.</param>
    public SampleActivities(SampleRandom random, IClock clock, SampleCustomers customers)
    {
        (this.random, this.clock, deals, contacts) = (random, clock, customers.Deals, customers.Contacts);
        Groups = CreateMany(SampleNames.Groups.Length, i => CreateGroup(i, customers.Users));
        for (var i = 0; i < LeadCount; i++)
            Leads.Add(CreateLead(i, customers.Seller()));
        LeadLists = CreateMany(SampleNames.LeadLists.Length, CreateLeadList);
        Tasks = CreateMany(TaskCount, _ => CreateTask(customers.Seller()));
        Communications = CreateMany(CommunicationCount, _ => CreateCommunication(customers.Seller()));
        Notes = CreateMany(NoteCount, _ => CreateNote(customers.Seller()));
        LeadActivities = CreateMany(LeadActivityCount, _ => CreateLeadActivity());
    }

    /// <summary>A tracked event of a lead.</summary>
    internal sealed record LeadActivity(Guid Id, Guid LeadId, LeadActivityType Type, string Url, DateTimeOffset CreatedAt);

    public List<UserGroup> Groups { get; }
    public List<Lead> Leads { get; } = [];
    public List<LeadList> LeadLists { get; }
    public List<SalesTask> Tasks { get; }
    public List<Communication> Communications { get; }
    public List<Note> Notes { get; }
    public List<LeadActivity> LeadActivities { get; }

    private static List<T> CreateMany<T>(int count, Func<int, T> create) => [.. Enumerable.Range(0, count).Select(create)];

    private UserGroup CreateGroup(int i, List<User> users)
    {
        var (name, type) = SampleNames.Groups[i];
        var group = UserGroup.Create(clock.NewId(), name, null, type, isActive: true, random.Now).Value;
        // Sellers are in one of the sales teams; marketing and management have their own groups.
        foreach (var (user, place) in users.Select((u, n) => (u, n)))
        {
            var belongs = type switch
            {
                GroupType.SalesTeam => place < 28 && place % 4 == i,
                GroupType.MarketingTeam => place is >= 28 and < 36,
                GroupType.Management => place is >= 24 and < 28,
                _ => place >= 36,
            };
            if (belongs)
                SampleRandom.ThrowIfFailed(group.AddMember(clock.NewId(), user.Id, user.Id, random.Now).Error);
        }

        return group;
    }

    private Lead CreateLead(int i, User seller)
    {
        // One in five was converted to one of the contacts.
        var contact = i % 5 == 0 ? random.Pick(contacts) : null;
        var (first, last) = (contact?.Details.FirstName ?? random.Pick(SampleNames.First), contact?.Details.LastName ??
            random.Pick(SampleNames.Last));
        var details = new LeadDetails
        {
            FirstName = first,
            LastName = last,
            Email = contact?.Details.Email ??
                $"{Folding.Fold(first)}.{Folding.Fold(last).Replace("'", "", StringComparison.Ordinal)}.l{i + 1}@mail.example",
            Phone = random.Phone(),
            Company = $"{random.Pick(SampleNames.CompanyFirst)} {random.Pick(SampleNames.CompanyLast)} " +
                $"{random.Pick(SampleNames.CompanyForm)}",
            JobTitle = random.Pick(SampleNames.JobTitles),
            City = random.Pick(SampleNames.Places).City,
            Source = random.Pick<LeadSource>(),
            LeadScore = random.OneIn(4) ? null : random.Next(0, 101),
            Tags = random.Tags(),
            DoNotContact = i % 97 == 0,
            DoNotEmail = i % 23 == 0,
            DoNotCall = i % 31 == 0,
        };
        var assignee = random.OneIn(8) ? (Guid?)null : seller.Id;
        var at = random.Moment(
            contact is null ? random.Start : contact.CreatedAt.AddDays(-40), contact?.CreatedAt ?? random.Now.AddHours(-2));
        var lead = Lead.Create(clock.NewId(), details, LeadStatus.New, assignee, at, seller.Id, at).Value;
        LeadStatus[] path = contact is not null
            ? [LeadStatus.Contacted, LeadStatus.Qualified]
            : random.Next(10) switch
            {
                0 or 1 => [],
                2 or 3 => [LeadStatus.Contacted],
                4 => [LeadStatus.Contacted, LeadStatus.Interested],
                5 => [LeadStatus.Contacted, LeadStatus.Interested, LeadStatus.Qualified],
                6 => [LeadStatus.Contacted, LeadStatus.Nurturing],
                7 => [LeadStatus.Contacted, LeadStatus.NotInterested],
                8 => [LeadStatus.Dead],
                _ => [LeadStatus.Contacted, LeadStatus.NotInterested, LeadStatus.New, LeadStatus.Contacted],
            };
        foreach (var status in path)
        {
            at = random.Later(at, 6);
            SampleRandom.ThrowIfFailed(lead.Update(lead.Details, status, assignee, seller.Id, at).Error);
        }

        if (contact is not null)
            SampleRandom.ThrowIfFailed(
                lead.Convert(contact.Id, contact.CompanyId, null, seller.Id, at < contact.CreatedAt ? contact.CreatedAt : at).Error);
        return lead;
    }

    private LeadList CreateLeadList(int i)
    {
        var (name, type) = SampleNames.LeadLists[i];
        var list = LeadList.Create(clock.NewId(), name, null, type, isActive: true, random.Now).Value;
        list.ChangeMembers(1, 0, random.Now);
        return list;
    }

    private SalesTask CreateTask(User seller)
    {
        var (links, from, owner) = Subject(seller);
        var createdAt = random.Moment(from, random.Now.AddHours(-1));
        var due = SampleRandom.Instant(createdAt.AddDays(random.Next(1, 15)));
        var type = random.Pick<SalesTaskType>();
        var details = new SalesTaskDetails
        {
            Title = $"{random.Pick(SampleNames.TaskTitles)}",
            Type = type,
            Priority = random.Pick<Priority>(),
            DueDate = DateOrInstant.Of(due),
            EstimatedDuration = random.Next(1, 9) * 15,
        };
        var task = SalesTask.Create(
            clock.NewId(), new SalesTaskInput(details, null, owner, links, Zone.Utc), owner, createdAt, createdAt).Value;
        // Past tasks are completed, except for a few, which are overdue.
        if (due < random.Now && !random.OneIn(25))
            SampleRandom.ThrowIfFailed(
                task.Complete(random.Next(1, 9) * 15, random.Pick(SampleNames.Outcomes), random.Later(createdAt, 5)).Error);
        else if (random.OneIn(4))
            SampleRandom.ThrowIfFailed(
                task.Update(new SalesTaskInput(details, SalesTaskStatus.InProgress, owner, links, Zone.Utc), random.Now).Error);
        return task;
    }

    private Communication CreateCommunication(User seller)
    {
        var (links, from, owner) = Subject(seller);
        var at = random.Moment(from, random.Now.AddHours(-1));
        var type = random.Next(
            10) switch
        {
            < 6 => CommunicationType.Email,
            < 8 => CommunicationType.PhoneCall,
            8 => CommunicationType.Meeting,
            _ => CommunicationType.VideoCall
        };
        var inbound = random.OneIn(3);
        var details = new CommunicationDetails
        {
            Type = type,
            Subject = random.Pick(SampleNames.Subjects),
            Content = random.Pick(SampleNames.Sentences),
            Direction = inbound ? Direction.Inbound : Direction.Outbound,
            Duration = type == CommunicationType.Email ? null : random.Next(1, 13) * 5,
        };
        var status = inbound ? CommunicationStatus.Delivered : random.OneIn(20) ? CommunicationStatus.Draft : CommunicationStatus.Sent;
        var communication = Communication.Create(
            clock.NewId(), new CommunicationInput(details, false, null, links), status, owner, at, random.Now).Value;
        if (status != CommunicationStatus.Sent)
            return communication;
        foreach (var next in new[] { CommunicationStatus.Delivered, CommunicationStatus.Opened, CommunicationStatus.Responded })
        {
            if (random.OneIn(3))
                break;
            at = random.Later(at, 0.5);
            SampleRandom.ThrowIfFailed(communication.ChangeStatus(next, at, null, random.Now).Error);
        }

        return communication;
    }

    private Note CreateNote(User seller)
    {
        var (links, from, owner) = Subject(seller);
        var at = random.Moment(from, random.Now.AddHours(-1));
        var details = new NoteDetails
        {
            Title = random.OneIn(2) ? random.Pick(SampleNames.Subjects) : null,
            Content = random.Pick(SampleNames.Sentences),
            Type = random.Pick<NoteType>(),
            IsPrivate = random.OneIn(12),
        };
        return Note.Create(clock.NewId(), details, links, owner, at, at).Value;
    }

    private LeadActivity CreateLeadActivity()
    {
        var lead = random.Pick(Leads);
        return new LeadActivity(
            clock.NewId(),
            lead.Id,
            random.Pick<LeadActivityType>(),
            random.Pick(SampleNames.Pages),
            random.Moment(lead.CreatedAt, random.Now));
    }

    /// <summary>The subject of an activity, the time from which it exists, and its owner.</summary>
    private (ActivityLinks Links, DateTimeOffset From, Guid Owner) Subject(User seller)
    {
        switch (random.Next(10))
        {
            case < 5:
                var deal = random.Pick(deals);
                return (new ActivityLinks(deal.PrimaryContactId, deal.Id, null, null), deal.CreatedAt, deal.OwnerId);
            case < 8:
                var contact = random.Pick(contacts);
                return (new ActivityLinks(contact.Id, null, null, null), contact.CreatedAt, contact.OwnerId ?? seller.Id);
            case 8:
                var company = random.Pick(contacts);
                return (new ActivityLinks(null, null, company.CompanyId, null), company.CreatedAt, company.OwnerId ?? seller.Id);
            default:
                var lead = random.Pick(Leads);
                return (new ActivityLinks(null, null, null, lead.Id), lead.CreatedAt, lead.AssignedToId ?? seller.Id);
        }
    }
}
