namespace Crm.Bench.Runner;

/// <summary>A request that is measured.</summary>
/// <param name="Name">A short name, used on the command line and by the baseline endpoint.</param>
/// <param name="Title">The name in the table.</param>
/// <param name="Path">The path, with {name} where a value of the sample is inserted.</param>
/// <param name="SampleQuery">
/// Selects the samples as texts: the caller's username as <c>caller</c>, then the values for the path and the statements. Executed
/// once per run; service, baseline endpoint and pgbench use the same samples.
/// </param>
/// <param name="OfBare">The goal relative to the baseline endpoint, at 8 connections.</param>
/// <param name="OfPgbench">The goal relative to pgbench, at 8 connections.</param>
internal sealed record Read(string Name, string Title, string Path, string SampleQuery, double? OfBare = null, double? OfPgbench = null)
{
    public string Method { get; init; } = "GET";

    /// <summary>The body of a write, with {name} for a value of the sample and # for a value unique to the request.</summary>
    public string Body { get; init; } = "";

    /// <summary>The alternate body, sent at every second request of a sample.</summary>
    public string OtherBody { get; init; } = "";

    /// <summary>Selects the <c>deal</c> ids of the samples that start with the alternate body.</summary>
    public string? OtherBodySampleQuery { get; init; }

    /// <summary>
    /// The expressions from which pgbench gets values that change with each write, by the column that the statements set or compare. The
    /// suffix _next marks the new value of a column that is both set and compared. The read's table has the alias p.
    /// </summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>The tables of <see cref="Columns"/>, joined to p.</summary>
    public string Joins { get; init; } = "";

    public bool Writes => Method != "GET";

    /// <summary>32 sellers, from the one with the most records to the one with the fewest.</summary>
    private const string Sellers = """
        with reps as (
            select u.id, u.username, row_number() over (order by substr(u.username, 5)::int) as n, count(*) over () as all,
                (array[u.id] || array(
                    select distinct o.user_id from user_group_members m join user_group_members o on o.user_group_id = m.user_group_id
                    where m.user_id = u.id and o.user_id <> u.id))::text as team
            from users u join roles r on r.id = u.role_id and r.name = 'Sales Rep'),
        callers as (select id, username, team from reps where (n - 1) % greatest(1, ceil(reps.all / 32.0)::int) = 0),
        managers as (select u.username from users u join roles r on r.id = u.role_id and r.name = 'Sales Manager'
            order by u.username limit 8)

        """;

    private const string AnyOwner = Sellers + """
        select c.username as caller, o.id::text as owner from callers c cross join reps o order by md5(c.username || o.username) limit 1000
        """;

    private const string LongestList = Sellers + """
        , longest as (select owner_id from contacts where owner_id is not null and deleted_at is null group by owner_id
            order by count(*) desc limit 1)
        select c.username as caller, l.owner_id::text as owner from callers c cross join longest l
        """;

    private const string ForManagers = Sellers + """
        select m.username as caller, o.id::text as owner from managers m cross join reps o order by md5(m.username || o.username) limit 1000
        """;

    private const string ForEverybody = Sellers + """
        select username as caller from managers
        """;

    private const string ForGroups = Sellers + """
        select m.username as caller, g.id::text as "group" from managers m cross join user_groups g where g.deleted_at is null
        """;

    /// <summary>All reads and writes of the comparison.</summary>
    public static readonly IReadOnlyList<Read> All =
    [
        new("contacts", "contacts of an owner, newest activity first, 50 rows",
            "/api/contacts?ownerId={owner}&sort=-lastActivityDate&limit=50", AnyOwner, 0.9, 0.45),
        new("contacts-active", "the seed's contact query: active contacts of an owner, newest activity first, 50 rows",
            "/api/contacts?ownerId={owner}&isActive=true&sort=-lastActivityDate&limit=50", AnyOwner),
        new("contacts-first", "the longest list of all, first page", "/api/contacts?ownerId={owner}&sort=-lastActivityDate&limit=50",
            LongestList),
        new("contacts-deep", "the same, 1,000 pages on by cursor",
            "/api/contacts?ownerId={owner}&sort=-lastActivityDate&limit=50&cursor={cursor}", LongestList),
        new("board", "pipeline board of an owner, 200 rows", "/api/deals/pipeline?ownerId={owner}&limit=34", Sellers + """
            select username as caller, id::text as owner, team from callers
            """, 0.9, 0.8),
        new("deal", "one deal with company, contact, owner, products, history", "/api/deals/{deal}", Sellers + """
            , own as (select c.username, c.team, d.id, row_number() over (partition by c.username order by md5(d.id::text)) as n
                from callers c join deals d on d.owner_id = c.id and d.deleted_at is null)
            select username as caller, id::text as deal, team from own where n <= 50
            """, 0.9, 0.6),
        new("search", "contacts by q, three to eight letters from anywhere", "/api/contacts?q={q}&limit=50", Sellers + """
            , people as (select search_text from contacts where deleted_at is null order by md5(id::text) limit 500),
            words as (select (regexp_matches(p.search_text, '[[:alpha:]]{4,}', 'g'))[1] as word from people p),
            cut as (select distinct substr(word, 1 + (hashtext(word) & 65535) % (length(word) - 2), 3 + (hashtext(word
                || 'x') & 65535) % 6) as q from words),
            numbered as (select q, row_number() over (order by md5(q)) as n from cut where length(q) >= 3)
            select c.username as caller, w.q from numbered w
            join (select username, row_number() over (order by username) - 1 as n, count(*) over () as all
                from callers) c on c.n = w.n % c.all
            where w.n <= 1000
            """, null, 0.8),
        new("dashboard-pipeline", "dashboard: pipeline of an owner", "/api/dashboard/pipeline?ownerId={owner}&currency=USD", ForManagers),
        new("dashboard-summary", "dashboard: summary of an owner", "/api/dashboard/summary?ownerId={owner}&currency=USD", ForManagers),
        new("dashboard-lead-conversion", "dashboard: lead conversion of an owner", "/api/dashboard/lead-conversion?ownerId={owner}",
            ForManagers),
        new("dashboard-user-performance", "dashboard: performance of a user",
            "/api/dashboard/user-performance?ownerId={owner}&currency=USD", ForManagers),
        new("dashboard-pipeline-all", "dashboard: pipeline of everybody", "/api/dashboard/pipeline", ForEverybody),
        new("dashboard-summary-all", "dashboard: summary of everybody", "/api/dashboard/summary", ForEverybody),
        new("dashboard-lead-conversion-all", "dashboard: lead conversion of everybody by source",
            "/api/dashboard/lead-conversion?groupBy=source", ForEverybody),
        new("dashboard-user-performance-all", "dashboard: performance of every user", "/api/dashboard/user-performance", ForEverybody),
        new("dashboard-user-performance-group", "dashboard: performance of a group's users",
            "/api/dashboard/user-performance?groupId={group}", ForGroups),
        new("timeline-contact", "timeline of a contact, first page", "/api/contacts/{subject}/timeline", Sellers + """
            , own as (select c.username, c.team, p.id, row_number() over (partition by c.username order by md5(p.id::text)) as n
                from callers c join contacts p on p.owner_id = c.id and p.deleted_at is null and p.last_activity_date is not null)
            select username as caller, id::text as subject, team from own where n <= 50
            """, 0.9),
        new("timeline-company", "timeline of a company, first page", "/api/companies/{subject}/timeline", Sellers + """
            , own as (select c.username, c.team, p.id, row_number() over (partition by c.username order by md5(p.id::text)) as n
                from callers c join companies p on p.owner_id = c.id and p.deleted_at is null and p.last_activity_date is not null)
            select username as caller, id::text as subject, team from own where n <= 50
            """, 0.9),
        new("create-contact", "write: create a contact", "/api/contacts", Sellers + """
            select c.username as caller, c.id::text as owner, c.team, m.id::text as company
            from callers c cross join lateral (select id from companies where owner_id = c.id and deleted_at is null
                order by md5(id::text) limit 50) m
            """, null, 0.5)
        {
            Method = "POST",
            Body =
                """
                {"firstName":"Bench","lastName":"Marked #","email":"bench.#@mail.example","phone":"+49 30 #","jobTitle":"Engineer",
                "companyId":"{company}"}
                """,
        },
        StageChangeOf(null),
    ];

    /// <summary>Stage changes of the deals of the seller with the most deals.</summary>
    public static readonly Read DealsOfOneOwner = StageChangeOf("(select id, username, team from reps order by n limit 1)");

    /// <summary>Stage changes of the deals of 32 sellers.</summary>
    public static readonly Read DealsOfManyOwners = StageChangeOf(null);

    /// <param name="sellers">The sellers whose deals change stage; null: 32 of them.</param>
    private static Read StageChangeOf(string? sellers) =>
        new Read("move-stage", "write: move a deal's stage", "/api/deals/{deal}/stage", Sellers + $"""
        select c.username as caller, c.id::text as owner, c.team, d.id::text as deal, d.stage as current_stage
        from {sellers ?? "callers"} c cross join lateral (
            select id, stage from deals where owner_id = c.id and stage in ('PROPOSING', 'NEGOTIATING') and deleted_at is null
            order by md5(id::text) limit {(sellers is null ? 100 : 3_200)}) d
        order by md5(d.id::text)
        """, null, 0.5)
        {
            Method = "PATCH",
            Body = """{"stage":"NEGOTIATING"}""",
            OtherBody = """{"stage":"PROPOSING"}""",
            OtherBodySampleQuery = "select id::text from deals where stage = 'NEGOTIATING'",
            Joins = "join deals d on d.id = p.deal::uuid",
            Columns = new Dictionary<string, string>
            {
                ["version"] = "d.version",
                ["version_next"] = "d.version + 1",
                ["stage_seq"] = "d.stage_seq + 1",
                ["seq"] = "d.stage_seq + 1",
                ["from_stage"] = "d.stage",
                ["to_stage"] = "case d.stage when 'PROPOSING' then 'NEGOTIATING' else 'PROPOSING' end",
                ["stage"] = "case d.stage when 'PROPOSING' then 'NEGOTIATING' else 'PROPOSING' end",
            },
        };
}
