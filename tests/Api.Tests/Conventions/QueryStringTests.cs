namespace Crm.Api.Tests.Conventions;

/// <summary>Unknown query parameters and values are rejected with a suggestion.</summary>
public sealed class QueryStringTests : ApiTest
{
    [TestCase("nmae=x", "unknown_parameter", "'name'")]
    [TestCase("Name=x", "unknown_parameter", "'name'")]
    [TestCase("zzzzzzzzzz=2", "unknown_parameter", "use one of")]
    [TestCase("limt=5", "unknown_parameter", "'limit'")]
    [TestCase("name[]=x", "unknown_parameter", "'name[]'")]
    [TestCase("[eq]=x", "unknown_parameter", "'[eq]'")]
    [TestCase("name[eq][eq]=x", "unknown_parameter", "'name[eq][eq]'")]
    [TestCase("=x", "unknown_parameter", "''")]
    [TestCase("q[eq]=x", "unknown_parameter", "'q'")]
    [TestCase("name[like]=x", "unknown_operator", "'like'")]
    [TestCase("name[EQ]=x", "unknown_operator", "'eq'")]
    [TestCase("name[gt]=x", "unknown_operator", "'gt'")]
    [TestCase("tags[eq]=x", "unknown_operator", "use one of has.")]
    [TestCase("revenue[contains]=1", "unknown_operator", "'contains'")]
    [TestCase("sort=nmae", "unknown_sort", "'name'")]
    [TestCase("sort=city", "unknown_sort", "'city'")]
    [TestCase("sort=", "unknown_sort", "''")]
    [TestCase("sort=-", "unknown_sort", "''")]
    [TestCase("sort=--name", "unknown_sort", "'-name'")]
    [TestCase("sort=name,createdAt", "unknown_sort", "'name,createdAt'")]
    [TestCase("sort=name;drop table companies", "unknown_sort", "use one of")]
    [TestCase("limit=5&limit=5", "repeated_parameter", "'limit'")]
    [TestCase("sort=name&sort=name", "repeated_parameter", "'sort'")]
    public async Task Unknown_parameters_are_named_with_the_nearest(string query, string code, string named) =>
        Assert.That((await Admin.GetAsync($"/api/companies?{query}")).IsProblem(400, code).Detail, Does.Contain(named));

    [TestCase("limit=0", "limit")]
    [TestCase("limit=-1", "limit")]
    [TestCase("limit=201", "limit")]
    [TestCase("limit=100000", "limit")]
    [TestCase("limit=99999999999999999999", "limit")]
    [TestCase("limit=5.0", "limit")]
    [TestCase("limit=", "limit")]
    [TestCase("limit=%2B5", "limit")]
    [TestCase("count=yes", "count")]
    [TestCase("name=", "name")]
    [TestCase("name[isNull]=yes", "name[isNull]")]
    [TestCase("size=SMALL", "size")]
    [TestCase("size=small_11_50", "size")]
    [TestCase("size=SMALL_11_50,", null)]
    [TestCase("size=,", "size")]
    [TestCase("size[ne]=SMALL_11_50,MICRO_1_10", "size")]
    [TestCase("revenue=abc", "revenue")]
    [TestCase("revenue=1e5", "revenue")]
    [TestCase("revenue=1,5", null)]
    [TestCase("revenue[gte]=1,5", "revenue")]
    [TestCase("revenue[gte]=999999999999999999999999999999999999999999", "revenue")]
    [TestCase("employeeCount=2147483648", "employeeCount")]
    [TestCase("employeeCount=1.0", "employeeCount")]
    [TestCase("isPublic=1", "isPublic")]
    [TestCase("isPublic=TRUE", "isPublic")]
    [TestCase("isPublic=true,false", "isPublic")]
    [TestCase("ownerId=you", "ownerId")]
    [TestCase("parentCompanyId=me", "parentCompanyId")]
    [TestCase("id=%7B00000000-0000-0000-0000-000000000000%7D", "id")]
    [TestCase("createdAt[gte]=yesterday", "createdAt")]
    [TestCase("createdAt[gte]=2026-02-30", "createdAt")]
    [TestCase("createdAt[gte]=2026-01-01T00:00:00", "createdAt")]
    [TestCase("createdAt[gte]=0000-01-01T00:00:00Z", "createdAt")]
    [TestCase("createdAt[gte]=10000-01-01T00:00:00Z", "createdAt")]
    [TestCase("createdAt[gte]=0001-01-01T00:00:00%2B14:00", "createdAt")]
    [TestCase("createdAt[gte]=0001-01-01", null)]
    [TestCase("createdAt[lte]=9999-12-31", null)]
    public async Task An_out_of_range_value_is_named(string query, string? field)
    {
        var response = await Admin.GetAsync($"/api/companies?{query}");
        if (field is null)
            response.Is(200);
        else
            response.IsProblem(400, "invalid_parameter", field);
    }

    [Test]
    public async Task An_enum_names_the_nearest() =>
        Assert.That((await Admin.GetAsync("/api/companies?size=SMAL_11_50")).IsProblem(400, "invalid_parameter", "size").Detail,
            Does.Contain("did you mean 'SMALL_11_50'?"));

    [TestCase("q=a%00b")]
    [TestCase("name=%00")]
    [TestCase("na%00me=x")]
    [TestCase("name[contains]=%00")]
    [TestCase("tags=a,%00")]
    [TestCase("cursor=%00")]
    [TestCase("sort=%00")]
    [TestCase("q=%ED%A0%80")]
    [TestCase("name=%ED%A0%80")]
    [TestCase("name=%FF")]
    [TestCase("name=%C0%80")]
    [TestCase("%ED%A0%80=x")]
    public async Task Nul_and_invalid_characters_are_rejected(string query)
    {
        (await Admin.GetAsync($"/api/companies?{query}")).IsProblem(400, "broken_query");
        (await Admin.GetAsync($"/api/companies/{Guid.NewGuid()}?{query}")).IsProblem(400, "broken_query");
    }

    [Test]
    public async Task Search_texts_are_limited()
    {
        (await Admin.GetAsync($"/api/companies?q={new string('a', 255)}")).Is(200);
        (await Admin.GetAsync($"/api/companies?q={new string('a', 256)}")).IsProblem(400, "invalid_parameter", "q");
        (await Admin.GetAsync($"/api/companies?id={string.Join(',', Enumerable.Repeat(Guid.Empty, 190))}")).Is(200);
        (await Admin.GetAsync($"/api/companies?size={string.Join(',', Enumerable.Repeat("MICRO_1_10", 201))}")).IsProblem(
            400, "invalid_parameter", "size");
    }

    [Test]
    public async Task A_get_of_one_record_takes_no_parameter_at_all()
    {
        var id = (await Admin.PostAsync("/api/companies", new { name = "A" })).Id;
        (await Admin.GetAsync($"/api/companies/{id}?expand=all")).IsProblem(400, "unknown_parameter");
        (await Admin.PostAsync("/api/companies?dryRun=true", new { name = "A" })).IsProblem(400, "unknown_parameter");
    }

    [Test]
    public async Task A_cursor_is_valid_only_for_the_list_it_came_from()
    {
        for (var i = 0; i < 3; i++)
            (await Admin.PostAsync("/api/companies", new { name = $"Acme {i}", city = "Bonn" })).Is(201);
        var cursor = (await Admin.GetAsync("/api/companies?limit=1&city=Bonn&q=acme")).NextCursor!;

        (await Admin.GetAsync($"/api/companies?limit=2&q=acme&city=Bonn&cursor={cursor}")).Is(200);
        (await Admin.GetAsync($"/api/companies?limit=1&city=Bonn&q=acme&sort=-createdAt&cursor={cursor}")).Is(200);
        foreach (var query in new[] { "", "city=Bonn&", "city=Bonn&q=acm&", "city=Bonn&q=acme&sort=name&",
            "city=Bonn&q=acme&sort=createdAt&", "city[eq]=Bonn&q=acme&isActive=true&" })
            (await Admin.GetAsync($"/api/companies?{query}cursor={cursor}")).IsProblem(400, "cursor_mismatch");
        (await Admin.GetAsync($"/api/contacts?q=acme&cursor={cursor}")).IsProblem(400, "cursor_mismatch");
        var other = await UserAsync();
        (await other.GetAsync($"/api/companies?city=Bonn&q=acme&cursor={cursor}")).IsProblem(400, "cursor_mismatch");

        foreach (var bad in new[] { "", "x", "%20", new string('A', 100), cursor[..^2], cursor[1..], (cursor[0] == 'A' ? "B" : "A") +
            cursor[1..], cursor + "AAAA", "!!!!" })
            (await Admin.GetAsync($"/api/companies?city=Bonn&q=acme&cursor={bad}")).IsProblem(400, "bad_cursor");
    }
}
