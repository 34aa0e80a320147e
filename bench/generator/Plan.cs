namespace Crm.Bench.Generator;

/// <summary>
/// The relations between the records and their times. They are planned before the first row is written, because a contact's last
/// activity depends on all of its activities.
/// </summary>
internal sealed class Plan
{
    /// <summary>The share of all contacts that the first seller owns in addition, so that one list is very long.</summary>
    private const double LongListShare = 0.14;

    private const int Days = 730;
    private readonly Random random;

    public Plan(Sizes sizes, int seed, DateTimeOffset until)
    {
        (Sizes, Seed, Until, Start) = (sizes, seed, until, until.AddDays(-Days));
        random = new Random(seed);
        Companies = new Company[sizes.Companies];
        Contacts = new Contact[sizes.Contacts];
        Deals = new Deal[sizes.Deals];
        Leads = new Lead[sizes.Leads];
        LeadActivities = new LeadActivity[sizes.LeadActivities];
        Tasks = new Activity[sizes.Tasks];
        Communications = new Activity[sizes.Communications];
        PlanRecords();
        PlanActivities();
    }

    public Sizes Sizes { get; }
    public int Seed { get; }
    public DateTimeOffset Start { get; }
    public DateTimeOffset Until { get; }

    /// <summary>Nine of ten users are sellers; the first of them own many more records than the last.</summary>
    public int Sellers => Sizes.Users * 9 / 10;

    public Company[] Companies { get; }
    public Contact[] Contacts { get; }
    public Deal[] Deals { get; }
    public Lead[] Leads { get; }
    public LeadActivity[] LeadActivities { get; }
    public Activity[] Tasks { get; }
    public Activity[] Communications { get; }

    internal record struct Company(DateTimeOffset CreatedAt, int Owner, DateTimeOffset? LastActivity);

    internal record struct Contact(
        DateTimeOffset CreatedAt, int Company, int Owner, DateTimeOffset? LastActivity, DateTimeOffset? LastContact);

    internal record struct Deal(DateTimeOffset CreatedAt, int Contact, int Owner);

    internal record struct Lead(DateTimeOffset CreatedAt, int Owner, DateTimeOffset? LastActivity);

    internal record struct LeadActivity(DateTimeOffset At, int Lead);

    /// <param name="CreatedAt">The time of creation.</param>
    /// <param name="About">The kind of the subject.</param>
    /// <param name="Subject">The index of the subject.</param>
    /// <param name="Done">When the task was completed or the message was sent; null: not yet.</param>
    internal record struct Activity(DateTimeOffset CreatedAt, About About, int Subject, DateTimeOffset? Done);

    internal enum About : byte
    {
        Deal,
        Contact,
        Company,
        Lead,
    }

    private void PlanRecords()
    {
        for (var i = 0; i < Companies.Length; i++)
            Companies[i] = new Company(Moment(i, Companies.Length), Seller(), null);
        for (var i = 0; i < Contacts.Length; i++)
        {
            var at = Moment(i, Contacts.Length);
            var company = Before(at, Companies.Length);
            Contacts[i] = new Contact(at, company, random.NextDouble() < LongListShare ? 0 : Companies[company].Owner, null, null);
        }

        for (var i = 0; i < Deals.Length; i++)
        {
            var at = Moment(i, Deals.Length);
            var contact = Before(at, Contacts.Length);
            Deals[i] = new Deal(at, contact, random.Next(5) > 0 ? Companies[Contacts[contact].Company].Owner : Seller());
        }

        for (var i = 0; i < Leads.Length; i++)
            Leads[i] = new Lead(Moment(i, Leads.Length), random.Next(8) == 0 ? -1 : Seller(), null);
    }

    private void PlanActivities()
    {
        for (var i = 0; i < LeadActivities.Length; i++)
        {
            var at = Moment(i, LeadActivities.Length);
            var lead = Before(at, Leads.Length);
            LeadActivities[i] = new LeadActivity(at, lead);
            SetLastActivity(ref Leads[lead], at);
        }

        for (var i = 0; i < Tasks.Length; i++)
        {
            var task = NewActivity(Moment(i, Tasks.Length));
            // Old tasks are completed, except for a few that are overdue.
            if (random.Next(25) > 0 && Later(task.CreatedAt, 5) is { } done && done < Until)
                task.Done = done;
            Tasks[i] = task;
            SetLastActivity(task, isContact: false);
        }

        for (var i = 0; i < Communications.Length; i++)
        {
            var communication = NewActivity(Moment(i, Communications.Length));
            if (random.Next(30) > 0)
                communication.Done = communication.CreatedAt;
            Communications[i] = communication;
            SetLastActivity(communication, isContact: true);
        }
    }

    private Activity NewActivity(DateTimeOffset at) => random.Next(10) switch
    {
        < 5 => new Activity(at, About.Deal, Before(at, Deals.Length), null),
        < 8 => new Activity(at, About.Contact, Before(at, Contacts.Length), null),
        8 => new Activity(at, About.Company, Before(at, Companies.Length), null),
        _ => new Activity(at, About.Lead, Before(at, Leads.Length), null),
    };

    /// <summary>Updates the same records as the service: the lead, the contact, and the companies of contact and deal.</summary>
    private void SetLastActivity(Activity activity, bool isContact)
    {
        if (activity.Done is not { } at)
            return;
        switch (activity.About)
        {
            case About.Lead:
                SetLastActivity(ref Leads[activity.Subject], at);
                break;
            case About.Company:
                SetLastActivity(ref Companies[activity.Subject], at);
                break;
            case About.Contact or About.Deal:
                var contact = activity.About == About.Deal ? Deals[activity.Subject].Contact : activity.Subject;
                ref var row = ref Contacts[contact];
                row.LastActivity = Max(row.LastActivity, at);
                if (isContact)
                    row.LastContact = Max(row.LastContact, at);
                SetLastActivity(ref Companies[row.Company], at);
                break;
        }
    }

    private static void SetLastActivity(ref Lead lead, DateTimeOffset at) => lead.LastActivity = Max(lead.LastActivity, at);

    private static void SetLastActivity(ref Company company, DateTimeOffset at) => company.LastActivity = Max(company.LastActivity, at);

    private static DateTimeOffset Max(DateTimeOffset? a, DateTimeOffset b) => a > b ? a.Value : b;

    /// <summary>The creation time of row i of count: rows are created in the order of time, at a constant rate.</summary>
    private DateTimeOffset Moment(int i, int count) => Cut(Start + ((Until - Start) * ((i + random.NextDouble()) / count)));

    /// <summary>A random index of a row that existed at this time.</summary>
    private int Before(DateTimeOffset at, int count) => random.Next(Math.Max(1, (int)(count * ((at - Start) / (Until - Start)))));

    private DateTimeOffset Later(DateTimeOffset from, double meanDays) => Cut(from.AddDays(-meanDays * Math.Log(1 - random.NextDouble())));

    private int Seller() => (int)(Math.Pow(random.NextDouble(), 1.7) * Sellers);

    public static DateTimeOffset Cut(DateTimeOffset at) => Application.Common.Text.Instants.Cut(at);
}
