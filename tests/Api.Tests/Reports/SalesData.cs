using Crm.Domain.Deals;

namespace Crm.Api.Tests.Reports;

/// <summary>The fields of a deal that reports use.</summary>
public sealed record SalesDeal(
    Guid Id, Guid OwnerId, string OwnerName, Guid CompanyId, string? Industry, Guid? ContactId, string? Source, string Currency,
    string Stage,
    decimal Value, int Probability, DateTimeOffset CreatedAt, DateOnly? ActualCloseDate, bool Deleted)
{
    public bool IsWon => Stage == "CLOSED_WON";
    public bool IsLost => Stage == "CLOSED_LOST";
    public bool IsOpen => !IsWon && !IsLost && Stage != "ON_HOLD";
}

/// <summary>Inserts deals into the database and keeps them in memory for a plain computation.</summary>
public sealed class SalesData(TestDatabase db)
{
    private static readonly string[] Currencies = ["EUR", "USD", "JPY"];
    private static readonly string?[] Sources = ["REFERRAL", "WEBINAR", "WEBSITE", null];
    private readonly List<SalesDeal> deals = [];

    /// <summary>All deals, including those in the trash.</summary>
    public IReadOnlyList<SalesDeal> All => deals;

    /// <summary>The deals that are not in the trash.</summary>
    public IEnumerable<SalesDeal> Live => deals.Where(d => !d.Deleted);

    public async Task<Guid> CompanyAsync(string? industry)
    {
        var id = Guid.CreateVersion7();
        await db.ExecuteAsync(
            """
            insert into companies (id, name, name_folded, search_text, industry, is_active, is_public, tags, version, created_at,
                updated_at)
            values (@id, 'Company', 'company', ' company', @industry, true, false, '{}', 1, now(), now())
            """,
            new { id, industry });
        return id;
    }

    public async Task<Guid> ContactAsync(Guid companyId, string? source)
    {
        var id = Guid.CreateVersion7();
        await db.ExecuteAsync(
            """
            insert into contacts (id, first_name, last_name, name_folded, search_text, company_id, lead_source, children_names,
                email_verified,
                is_active, is_decision_maker, tags, version, created_at, updated_at)
            values (@id, 'A', 'B', 'a b', ' a b', @companyId, @source, '{}', false, true, true, '{}', 1, now(), now())
            """,
            new { id, companyId, source });
        return id;
    }

    public async Task AddAsync(params SalesDeal[] more)
    {
        await db.ExecuteAsync(
            """
            insert into deals (id, title, title_folded, search_text, value, value_source, probability, stage, stage_entered_at, stage_seq,
                actual_close_date,
                is_active, company_id, primary_contact_id, owner_id, competitors, currency, tags, version, created_at, updated_at,
                    deleted_at)
            select d.id, 'Deal', 'deal', ' deal', d.value, 'MANUAL', d.probability, d.stage, d.created_at, 1, d.actual_close_date,
                d.stage not in ('CLOSED_WON', 'CLOSED_LOST') and not d.deleted, d.company_id, d.contact_id, d.owner_id, '{}', d.currency,
                    '{}', 1,
                d.created_at, d.created_at, case when d.deleted then now() end
            from unnest(@ids, @values, @probabilities, @stages, @createdAts, @closeDates, @companyIds, @contactIds, @ownerIds, @currencies,
                @deleted)
                d (id, value, probability, stage, created_at, actual_close_date, company_id, contact_id, owner_id, currency, deleted)
            """,
            new
            {
                ids = more.Select(d => d.Id).ToArray(),
                values = more.Select(d => d.Value).ToArray(),
                probabilities = more.Select(d => d.Probability).ToArray(),
                stages = more.Select(d => d.Stage).ToArray(),
                createdAts = more.Select(d => d.CreatedAt.UtcDateTime).ToArray(),
                closeDates = more.Select(d => d.ActualCloseDate).ToArray(),
                companyIds = more.Select(d => d.CompanyId).ToArray(),
                contactIds = more.Select(d => d.ContactId).ToArray(),
                ownerIds = more.Select(d => d.OwnerId).ToArray(),
                currencies = more.Select(d => d.Currency).ToArray(),
                deleted = more.Select(d => d.Deleted).ToArray(),
            });
        deals.AddRange(more);
    }

    /// <summary>Adds one deal.</summary>
    public async Task<SalesDeal> AddAsync(
        Guid owner, string stage, decimal value = 100, string? closed = null, string created = "2025-01-01T00:00:00Z", int probability = 50,
        string currency = "EUR", string? industry = null, bool deleted = false)
    {
        var deal = new SalesDeal(
            Guid.CreateVersion7(), owner, "", await CompanyAsync(industry), industry, null, null, currency, stage, value, probability,
            At(created), closed is null ? null : Day(closed), deleted);
        await AddAsync(deal);
        return deal;
    }

    /// <summary>
    /// Adds deals with random currencies, owners and stages, some in the trash, with missing optional fields, times near midnight and
    /// values from a cent to quadrillions.
    /// </summary>
    public async Task AddRandomAsync(int seed, IReadOnlyList<(Guid Id, string Name)> owners, int count = 400)
    {
        var random = new Random(seed);
        var companies = new List<(Guid Id, string? Industry, Guid? Contact, string? Source)>();
        foreach (var industry in new[] { "retail", "medical", "Médical, \"dental\"", null, "retail" })
        {
            var id = await CompanyAsync(industry);
            foreach (var source in Sources)
                companies.Add((id, industry, await ContactAsync(id, source), source));
            companies.Add((id, industry, null, null));
        }

        await AddAsync([.. Enumerable.Range(0, count).Select(_ => Random(random, owners, companies))]);
    }

    private static SalesDeal Random(
        Random random, IReadOnlyList<(Guid Id, string Name)> owners,
        List<(Guid Id, string? Industry, Guid? Contact, string? Source)> companies)
    {
        var owner = owners[random.Next(owners.Count)];
        var company = companies[random.Next(companies.Count)];
        var stage = Crm.Domain.Common.EnumText<DealStage>.Names[random.Next(8)];
        var created = At("2024-01-01T00:00:00Z").AddDays(random.Next(600)).AddMinutes(random.Next(24 * 60));
        var closed = stage.StartsWith("CLOSED", StringComparison.Ordinal)
            ? DateOnly.FromDateTime(created.UtcDateTime).AddDays(random.Next(200)) : (DateOnly?)null;
        var value = random.Next(6) switch
        {
            0 => 0m,
            1 => 0.01m,
            2 => 9_999_999_999_999_999.99m,
            _ => random.Next(1, 5_000_000) / 100m,
        };
        return new SalesDeal(
            Guid.CreateVersion7(), owner.Id, owner.Name, company.Id, company.Industry, company.Contact, company.Source,
            Currencies[random.Next(3)], stage,
            value, random.Next(101), created, closed, random.Next(10) == 0);
    }

    public static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);

    public static DateOnly Day(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
