namespace Crm.Bench.Generator;

/// <summary>The number of records of each kind.</summary>
internal sealed record Sizes(
    int Users, int Companies, int Contacts, int Deals, int Leads, int LeadActivities, int Tasks, int Communications)
{
    /// <summary>Whether deals have transitions and product lines.</summary>
    public bool History { get; private init; } = true;

    /// <summary>Scale 1 is an organisation of 200 users.</summary>
    public static Sizes OfScale(double scale)
    {
        int Of(int atOne) => (int)(atOne * scale);
        return new Sizes(Math.Max(40, Of(200)), Of(100_000), Of(500_000), Of(300_000), Of(300_000), Of(1_000_000), Of(1_000_000),
            Of(1_000_000));
    }

    /// <summary>Deals, with only as many users, companies and contacts as they need.</summary>
    public static Sizes OfDeals(int deals) => new(200, 1_000, 1_000, deals, 0, 0, 0, 0) { History = false };
}
