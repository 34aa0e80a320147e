using System.Globalization;
using Crm.Application.Companies;
using Crm.Application.Contacts;
using Crm.Application.Deals;
using Crm.Application.Leads;
using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Leads;

namespace Crm.Application.Search;

/// <summary>Searches companies, contacts, leads and deals at once, each within the caller's permissions.</summary>
/// <param name="Q">Search words, as in lists. A record must match all of them.</param>
/// <param name="Limit">The maximum number of records of each kind, from 1 to 50. Default: 5.</param>
[RequiresLogin]
public sealed record SearchAll(string? Q, [property: DocumentedAs(typeof(int))] string? Limit) : IQuery<SearchResults>
{
    /// <summary>The default number of records of each kind.</summary>
    public const int DefaultLimit = 5;

    /// <summary>The maximum number of records of each kind.</summary>
    public const int MaxLimit = 50;
}

/// <summary>The matching records, the newest first. Kinds that the caller may not read are empty.</summary>
public sealed record SearchResults(
    SearchGroup<FoundCompany> Companies, SearchGroup<FoundContact> Contacts, SearchGroup<FoundLead> Leads, SearchGroup<FoundDeal> Deals);

/// <summary>The records of one kind.</summary>
/// <param name="Items">The newest matching records.</param>
/// <param name="More">Whether there are more; the parameter <c>q</c> of the list returns them.</param>
public sealed record SearchGroup<TRow>(IReadOnlyList<TRow> Items, bool More);

/// <summary>A matching company.</summary>
public sealed record FoundCompany(Guid Id, string Name, string? Website, string? City, Guid? OwnerId, string? OwnerName);

/// <summary>A matching contact.</summary>
public sealed record FoundContact(
    Guid Id, string Name, string? Email, string? Phone, string? JobTitle, Guid? CompanyId, string? CompanyName, Guid? OwnerId,
    string? OwnerName);

/// <summary>A matching lead.</summary>
public sealed record FoundLead(
    Guid Id, string Name, string? Email, string? Phone, string? Company, EnumText<LeadStatus> Status, Guid? AssignedToId,
    string? AssignedToName);

/// <summary>A matching deal.</summary>
public sealed record FoundDeal(
    Guid Id, string Title, decimal Value, string Currency, EnumText<DealStage> Stage, Guid CompanyId, string? CompanyName, Guid OwnerId,
    string? OwnerName);

internal sealed class SearchAllHandler(IReadDb db, ICurrentUser user, IClock clock) : IQueryHandler<SearchAll, SearchResults>
{
    private static SqlFragment CompaniesSql(ListPage page) => $"""
        select p.id, p.name, p.website, p.city, p.owner_id, o.full_name as owner_name
        from {page.Rows} p {page.Links.Join<Company>("ownerId", "p", "o")} order by {page.Order}
        """;

    private static SqlFragment ContactsSql(ListPage page) => $"""
        select p.id, p.first_name || ' ' || p.last_name as name, p.email, p.phone, p.job_title, p.company_id, m.name as company_name,
            p.owner_id, o.full_name as owner_name
        from {page.Rows} p {page.Links.Join<Contact>("companyId", "p", "m")} {page.Links.Join<Contact>("ownerId", "p", "o")}
        order by {page.Order}
        """;

    private static SqlFragment LeadsSql(ListPage page) => $"""
        select p.id, p.first_name || ' ' || p.last_name as name, p.email, p.phone, p.company, p.status, p.assigned_to_id,
            o.full_name as assigned_to_name
        from {page.Rows} p {page.Links.Join<Lead>("assignedToId", "p", "o")} order by {page.Order}
        """;

    private static SqlFragment DealsSql(ListPage page) => $"""
        select p.id, p.title, p.value, p.currency, p.stage, p.company_id, m.name as company_name, p.owner_id, o.full_name as owner_name
        from {page.Rows} p {page.Links.Join<Deal>("companyId", "p", "m")} {page.Links.Join<Deal>("ownerId", "p", "o")} order by {page.Order}
        """;

    private static readonly (ListSpec Spec, Func<ListPage, SqlFragment> Sql)[] Lists =
    [
        (ListCompanies.Spec, CompaniesSql), (ListContacts.Spec, ContactsSql), (ListLeads.Spec, LeadsSql), (ListDeals.Spec, DealsSql),
    ];

    public async Task<Result<SearchResults>> Handle(SearchAll request, CancellationToken cancellationToken)
    {
        var caller = user.Required;
        var limit = SearchAll.DefaultLimit;
        if (request.Limit is { } given &&
            (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > SearchAll.MaxLimit))
            return ListErrors.InvalidValue("limit", $"must be a whole number from 1 to {SearchAll.MaxLimit}.");
        var input = new ListInput([new("q", request.Q ?? ""), new("limit", limit.ToString(CultureInfo.InvariantCulture))]);
        SqlFragment now = $"{clock.Now}";
        var statements = new List<SqlFragment>();
        foreach (var (spec, sql) in Lists)
        {
            var query = ListQuery.Parse(spec, input, caller, new LinkedRecords(caller));
            if (query.Error is { } error)
                return error;
            if (query.Value.Words.Count == 0)
                return ListErrors.InvalidValue("q", "give at least one word to search for.");
            var scope = RecordScope.For(caller, spec.Resource, RightAction.Read, spec.Alias);
            statements.Add(ListSql.Page(sql, query.Value, now, scope));
        }

        return await db.QueryMultipleAsync(
            statements,
            async sets => new SearchResults(
                await ReadAsync<FoundCompany>(sets, limit),
                await ReadAsync<FoundContact>(sets, limit),
                await ReadAsync<FoundLead>(sets, limit),
                await ReadAsync<FoundDeal>(sets, limit)),
            cancellationToken);
    }

    private static async Task<SearchGroup<TRow>> ReadAsync<TRow>(IResultSets sets, int limit)
    {
        var rows = await sets.ReadAsync<TRow>();
        return new SearchGroup<TRow>([.. rows.Take(limit)], rows.Count > limit);
    }
}
