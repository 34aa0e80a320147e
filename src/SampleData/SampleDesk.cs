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

/// <summary>What a made-up sales desk works with: groups, leads in all statuses, and two years of tasks, communications and notes.</summary>
/// <param name="dice">Chances.</param>
/// <param name="clock">Makes ids.</param>
/// <param name="start">When the history begins.</param>
internal sealed class SampleDesk(SampleDice dice, IClock clock, DateTimeOffset start)
{
    private readonly List<Lead> leads = [];
    private readonly List<Deal> deals = [];
    private readonly List<Contact> people = [];

    public List<Lead> Leads => leads;

    public void Know(Contact contact) => people.Add(contact);

    public void Know(Deal deal) => deals.Add(deal);

    public UserGroup MakeGroup(int i, List<User> users)
    {
        var (name, type) = SampleNames.Groups[i];
        var group = UserGroup.Create(clock.NewId(), name, null, type, isActive: true, dice.Now);
        // Sellers sit in one of the sales teams; marketing and management have theirs.
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
                SampleDice.Must(group.AddMember(clock.NewId(), user.Id, user.Id, dice.Now).Error);
        }

        return group;
    }

    public Lead MakeLead(int i, User seller)
    {
        // One in five became one of the contacts.
        var contact = i % 5 == 0 ? dice.Pick(people) : null;
        var (first, last) = (contact?.Details.FirstName ?? dice.Pick(SampleNames.First), contact?.Details.LastName ?? dice.Pick(SampleNames.Last));
        var details = new LeadDetails
        {
            FirstName = first,
            LastName = last,
            Email = contact?.Details.Email ?? $"{Folding.Fold(first)}.{Folding.Fold(last).Replace("'", "", StringComparison.Ordinal)}.l{i + 1}@mail.example",
            Phone = dice.Phone(),
            Company = $"{dice.Pick(SampleNames.CompanyFirst)} {dice.Pick(SampleNames.CompanyLast)} {dice.Pick(SampleNames.CompanyForm)}",
            JobTitle = dice.Pick(SampleNames.JobTitles),
            City = dice.Pick(SampleNames.Places).City,
            Source = dice.Pick<LeadSource>(),
            LeadScore = dice.OneIn(4) ? null : dice.Random.Next(0, 101),
            Tags = dice.Tags(),
        };
        var assignee = dice.OneIn(8) ? (Guid?)null : seller.Id;
        var at = dice.Moment(contact is null ? start : contact.CreatedAt.AddDays(-40), contact?.CreatedAt ?? dice.Now.AddHours(-2));
        var lead = Lead.Create(clock.NewId(), details, LeadStatus.New, assignee, at, seller.Id, at).Value;
        LeadStatus[] path = contact is not null
            ? [LeadStatus.Contacted, LeadStatus.Qualified]
            : dice.Random.Next(10) switch
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
            at = dice.Later(at, 6);
            SampleDice.Must(lead.Update(lead.Details, status, assignee, seller.Id, at).Error);
        }

        if (contact is not null)
            SampleDice.Must(lead.Convert(contact.Id, contact.CompanyId, null, seller.Id, at < contact.CreatedAt ? contact.CreatedAt : at).Error);
        leads.Add(lead);
        return lead;
    }

    public LeadList MakeLeadList(int i)
    {
        var (name, type) = SampleNames.LeadLists[i];
        var list = LeadList.Create(clock.NewId(), name, null, type, isActive: true, dice.Now);
        list.ChangeMembers(1, 0, dice.Now);
        return list;
    }

    public SalesTask MakeTask(User seller)
    {
        var (links, from, owner) = Subject(seller);
        var createdAt = dice.Moment(from, dice.Now.AddHours(-1));
        var due = SampleDice.Instant(createdAt.AddDays(dice.Random.Next(1, 15)));
        var type = dice.Pick<SalesTaskType>();
        var details = new SalesTaskDetails
        {
            Title = $"{dice.Pick(SampleNames.TaskTitles)}",
            Type = type,
            Priority = dice.Pick<Priority>(),
            DueDate = due,
            EstimatedDuration = dice.Random.Next(1, 9) * 15,
        };
        var task = SalesTask.Create(clock.NewId(), new SalesTaskInput(details, null, owner, links), owner, createdAt, createdAt).Value;
        // The old ones are done but for a few, which are overdue.
        if (due < dice.Now && !dice.OneIn(25))
            SampleDice.Must(task.Complete(dice.Random.Next(1, 9) * 15, dice.Pick(SampleNames.Outcomes), dice.Later(createdAt, 5)).Error);
        else if (dice.OneIn(4))
            SampleDice.Must(task.Update(new SalesTaskInput(details, SalesTaskStatus.InProgress, owner, links), dice.Now).Error);
        return task;
    }

    public Communication MakeCommunication(User seller)
    {
        var (links, from, owner) = Subject(seller);
        var at = dice.Moment(from, dice.Now.AddHours(-1));
        var type = dice.Random.Next(10) switch { < 6 => CommunicationType.Email, < 8 => CommunicationType.PhoneCall, 8 => CommunicationType.Meeting, _ => CommunicationType.VideoCall };
        var inbound = dice.OneIn(3);
        var details = new CommunicationDetails
        {
            Type = type,
            Subject = dice.Pick(SampleNames.Subjects),
            Content = dice.Pick(SampleNames.Sentences),
            Direction = inbound ? Direction.Inbound : Direction.Outbound,
            Duration = type == CommunicationType.Email ? null : dice.Random.Next(1, 13) * 5,
        };
        var status = inbound ? CommunicationStatus.Delivered : dice.OneIn(20) ? CommunicationStatus.Draft : CommunicationStatus.Sent;
        var communication = Communication.Create(clock.NewId(), new CommunicationInput(details, false, null, links), status, owner, at, dice.Now).Value;
        if (status != CommunicationStatus.Sent)
            return communication;
        foreach (var next in new[] { CommunicationStatus.Delivered, CommunicationStatus.Opened, CommunicationStatus.Responded })
        {
            if (dice.OneIn(3))
                break;
            at = dice.Later(at, 0.5);
            SampleDice.Must(communication.ChangeStatus(next, at, null, dice.Now).Error);
        }

        return communication;
    }

    public Note MakeNote(User seller)
    {
        var (links, from, owner) = Subject(seller);
        var at = dice.Moment(from, dice.Now.AddHours(-1));
        var details = new NoteDetails
        {
            Title = dice.OneIn(2) ? dice.Pick(SampleNames.Subjects) : null,
            Content = dice.Pick(SampleNames.Sentences),
            Type = dice.Pick<NoteType>(),
            IsPrivate = dice.OneIn(12),
        };
        return Note.Create(clock.NewId(), details, links, owner, at, at);
    }

    /// <summary>What it is about, since when that is there, and whose it is.</summary>
    private (ActivityLinks Links, DateTimeOffset From, Guid Owner) Subject(User seller)
    {
        switch (dice.Random.Next(10))
        {
            case < 5:
                var deal = dice.Pick(deals);
                return (new ActivityLinks(deal.PrimaryContactId, deal.Id, null, null), deal.CreatedAt, deal.OwnerId);
            case < 8:
                var contact = dice.Pick(people);
                return (new ActivityLinks(contact.Id, null, null, null), contact.CreatedAt, contact.OwnerId ?? seller.Id);
            case 8:
                var company = dice.Pick(people);
                return (new ActivityLinks(null, null, company.CompanyId, null), company.CreatedAt, company.OwnerId ?? seller.Id);
            default:
                var lead = dice.Pick(leads);
                return (new ActivityLinks(null, null, null, lead.Id), lead.CreatedAt, lead.AssignedToId ?? seller.Id);
        }
    }
}
