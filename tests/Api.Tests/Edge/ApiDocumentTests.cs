using System.Text.RegularExpressions;
using Crm.Api.Http;
using Crm.Application.Common.Lists;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Edge;

[Category("Slow")]
public sealed class ApiDocumentTests : ApiTest
{
    private JsonElement document;

    [SetUp]
    public async Task Get_the_document() => document = (await Anonymous.GetAsync("/openapi/v1.json")).Is(200).Json;

    [Test]
    public void It_is_openapi_3_1_and_has_every_endpoint_by_its_name()
    {
        Assert.That(document.GetProperty("openapi").GetString(), Does.StartWith("3.1."));
        var endpoints = Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Where(
            e => e.Metadata.GetMetadata<UseCaseMetadata>() is not null).ToList();
        Assert.That(endpoints, Is.Not.Empty);
        Assert.That(
            Operations().Select(o => o.Id),
            Is.SupersetOf(endpoints.Select(e => e.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName)));
        Assert.That(Operations().Select(o => o.Id).ToList(), Is.Unique);
    }

    [Test]
    public void Every_operation_has_descriptions_responses_and_examples()
    {
        Assert.Multiple(() =>
        {
            foreach (var (id, operation) in Operations())
            {
                Assert.That(operation.GetProperty("summary").GetString(), Is.Not.Empty, id);
                Assert.That(operation.GetProperty("description").GetString(), Does.Contain("Requires "), id);
                var responses = operation.GetProperty("responses").EnumerateObject().ToList();
                Assert.That(responses.Count(a => a.Name[0] == '2'), Is.EqualTo(1), id);
                foreach (var response in responses.Select(a => Resolve(a.Value)))
                    Examples(response, id);
                if (operation.TryGetProperty("requestBody", out var body))
                    Examples(body, id);
            }
        });

        void Examples(JsonElement holder, string id)
        {
            if (!holder.TryGetProperty("content", out var content))
                return;
            foreach (var type in content.EnumerateObject())
            {
                Assert.That(type.Value.TryGetProperty("example", out _), Is.True, $"{id} {type.Name} has no example.");
                Assert.That(type.Value.TryGetProperty("schema", out _), Is.True, $"{id} {type.Name} has no schema.");
            }
        }
    }

    [Test]
    public void Every_schema_has_a_type_and_every_reference_resolves()
    {
        var untyped = new List<string>();
        Walk(document, "#", inSchema: false, untyped);
        Assert.That(untyped, Is.Empty);
    }

    [Test]
    public void Public_operations_need_no_credentials_and_all_others_do()
    {
        Assert.That(document.GetProperty("security")[0].TryGetProperty("bearer", out _), Is.True);
        var open = Operations().Where(o => o.Operation.TryGetProperty("security", out var s) && s.GetArrayLength() == 0).Select(o => o.Id)
            .ToList();
        Assert.That(open, Does.Contain("login").And.Contain("getLiveness").And.Contain("getReadiness"));
        Assert.That(open, Has.None.EqualTo("createCompany"));
    }

    [Test]
    public void Request_schemas_document_required_nullable_and_length()
    {
        var create = Schema("CreateCompany");
        Assert.That(create.GetProperty("required").EnumerateArray().Select(r => r.GetString()), Is.EqualTo(new[] { "name" }));
        var members = create.GetProperty("properties");
        Assert.That(members.GetProperty("name").GetProperty("maxLength").GetInt32(), Is.EqualTo(255));
        Assert.That(members.GetProperty("isActive").GetProperty("description").GetString(), Does.EndWith("Default: `true`."));
        Assert.That(members.GetProperty("tags").GetProperty("type").EnumerateArray().Select(t => t.GetString()), Does.Contain("null"));
        Assert.That(members.GetProperty("createdAt").GetProperty("description").GetString(), Does.Contain("import permission"));
        Assert.That(members.TryGetProperty("effectiveAt", out _), Is.False);
        Assert.That(Schema("CompanySize").GetProperty("enum")[1].GetString(), Is.EqualTo("SMALL_11_50"));
        var patch = Schema("UpdateCompanyPatch");
        Assert.That(patch.TryGetProperty("required", out _), Is.False);
        Assert.That(patch.GetProperty("properties").GetProperty("website").GetProperty("type").EnumerateArray().Select(t => t.GetString()),
            Does.Contain("null"));
        var shown = Schema("CompanyView");
        Assert.That(shown.GetProperty("required").GetArrayLength(), Is.EqualTo(shown.GetProperty("properties").EnumerateObject().Count()));
    }

    [Test]
    public void A_list_documents_its_filters_and_sorts()
    {
        var parameters = Parameters("listCompanies").ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("schema"));
        Assert.That(parameters.Keys, Is.SupersetOf(new[] { "q", "sort", "limit", "cursor", "count" }));
        foreach (var (name, filter) in new[] { ("revenue", "gte"), ("name", "startsWith"), ("tags", "has"), ("ownerId", "isNull") })
            Assert.That(Resolve(parameters[name]).GetProperty("properties").TryGetProperty(filter, out _), Is.True, $"{name}[{filter}]");
        Assert.That(Resolve(parameters["sort"]).GetProperty("enum").EnumerateArray().Select(e => e.GetString()),
            Does.Contain("-revenue").And.Contain("name"));
        Assert.That(parameters["limit"].GetProperty("maximum").GetInt32(), Is.EqualTo(200));
    }

    /// <summary>A client's method cannot have two parameters of one name.</summary>
    [Test]
    public void No_operation_has_two_parameters_of_one_name() => Assert.That(
        from operation in Operations()
        from name in Parameters(operation.Id).GroupBy(p => p.GetProperty("name").GetString(), StringComparer.OrdinalIgnoreCase)
        where name.Count() > 1
        select $"{operation.Id}: {name.Key}", Is.Empty);

    [Test]
    public void A_list_documents_exactly_its_parameters()
    {
        var lists = Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Where(
            e => e.Metadata.GetMetadata<ListMetadata>() is not null).ToList();
        Assert.That(lists, Is.Not.Empty);
        Assert.Multiple(() =>
        {
            foreach (var list in lists)
            {
                var id = list.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName;
                var documented = Parameters(id).Where(p => p.GetProperty("in").GetString() == "query")
                    .Select(p => p.GetProperty("name").GetString()!);
                var taken = ListQuery.ParameterNames(list.Metadata.GetRequiredMetadata<ListMetadata>().Spec)
                    .Concat(list.Metadata.GetMetadata<QueryMetadata>()?.Names ?? []);
                Assert.That(documented, Is.EquivalentTo(taken.Distinct()), id);
            }
        });
    }

    [Test]
    public void Only_reads_document_how_to_read_from_the_primary()
    {
        var reads = Host.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Where(e => e.Metadata.GetMetadata<UseCaseMetadata>() is not null &&
                e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET"))
            .Select(e => e.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName);
        var documented = Operations().Where(o => Parameters(o.Id).Any(p => p.GetProperty("name").GetString() == "X-Consistency" &&
            p.GetProperty("schema").GetProperty("enum")[0].GetString() == "primary"));
        Assert.That(documented.Select(o => o.Id), Is.EquivalentTo(reads));
    }

    [TestCase("convertLead", "200", "ETag")]
    [TestCase("completeTask", "200", "ETag")]
    [TestCase("createTask", "201", "Location")]
    public void Responses_document_their_headers(string operation, string status, string header) => Assert.That(
        Operations().Single(o => o.Id == operation).Operation.GetProperty("responses").GetProperty(status).GetProperty("headers")
            .TryGetProperty(header, out _), Is.True);

    [TestCase("createApiKey", true)]
    [TestCase("listApiKeys", true)]
    [TestCase("getMe", false)]
    public void Operations_forbidden_for_api_keys_document_403(string operation, bool forbidden) => Assert.That(
        Operations().Single(o => o.Id == operation).Operation.GetProperty("responses").TryGetProperty("403", out _), Is.EqualTo(forbidden));

    [TestCase("createCompany", "/api/companies", "CompanyView")]
    [TestCase("createContact", "/api/contacts", "CreatedContact")]
    [TestCase("createLead", "/api/leads", "LeadView")]
    [TestCase("createLeadList", "/api/lead-lists", "LeadListView")]
    public async Task An_example_can_be_sent_as_it_stands(string operation, string path, string view)
    {
        var example = Operations().Single(o => o.Id == operation).Operation
            .GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example");
        var created = (await Admin.PostAsync(path, example.GetRawText())).Is(201);
        // The response has exactly the documented members.
        var shown = Schema(view).GetProperty("properties");
        Assert.That(created.Json.EnumerateObject().Select(m => m.Name), Is.EquivalentTo(shown.EnumerateObject().Select(m => m.Name)));
    }

    [Test]
    public async Task The_validators_accept_each_example()
    {
        var examples = await RequestExamples.ReadAsync(Anonymous);
        Assert.That(examples.Operations.Count(), Is.GreaterThan(40));
        var rejected = new List<string>();
        foreach (var (method, path) in examples.Operations)
        {
            var url = Regex.Replace(path, "{[a-zA-Z]+}", _ => $"{Guid.CreateVersion7()}");
            var response = await Admin.SendAsync(new HttpMethod(method), url, examples.Of(method, path));
            // Records that it refers to may be missing: the validators look before.
            if (response.Status is 400 or 415 or >= 500)
                rejected.Add($"{method} {path} with {examples.Of(method, path)}: {response.Body}");
        }

        Assert.That(rejected, Is.Empty, "Give the member a valid example in ApiExamples.");
    }

    [Test]
    public async Task It_is_generated_once_and_not_sent_again_if_unchanged()
    {
        var first = (await Anonymous.GetAsync("/openapi/v1.json")).Is(200);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        again.Headers.TryAddWithoutValidation("If-None-Match", first.ETag);
        var unchanged = (await Anonymous.SendAsync(again)).Is(304);
        Assert.That(unchanged.Body, Is.Empty);
        Assert.That(unchanged.ETag, Is.EqualTo(first.ETag));
    }

    [TestCase("GET")]
    [TestCase("HEAD")]
    public async Task The_root_leads_to_the_page(string method)
    {
        var response = (await Anonymous.SendAsync(new HttpMethod(method), "/", null)).Is(302);
        Assert.That(response.Header("Location"), Is.EqualTo("/docs"));
    }

    [Test]
    public async Task The_page_loads_nothing_from_other_hosts()
    {
        var page = (await Anonymous.GetAsync("/docs/index.html")).Is(200);
        Assert.That(page.Body, Does.Not.Contain("://").And.Contain("swagger-ui-bundle.js"));
        Assert.That(page.Header("Content-Security-Policy"), Does.Contain("script-src 'self';").And.Not.Contain("unsafe"));
        (await Anonymous.GetAsync("/docs/swagger-ui-bundle.js")).Is(200);
        Assert.That((await Anonymous.GetAsync("/api/companies")).Header("Content-Security-Policy"),
            Does.StartWith("default-src 'none';").And.Not.Contain("'self'"));
    }

    private IEnumerable<(string Id, JsonElement Operation)> Operations() =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (operation.Value.GetProperty("operationId").GetString()!, operation.Value);

    private IEnumerable<JsonElement> Parameters(string id) =>
        Operations().Single(o => o.Id == id).Operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Select(Resolve)
            : [];

    private JsonElement Schema(string name) => document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    private JsonElement Resolve(JsonElement element)
    {
        if (!element.TryGetProperty("$ref", out var reference))
            return element;
        var target = document;
        foreach (var part in reference.GetString()!.Split('/').Skip(1))
            Assert.That(target.TryGetProperty(part, out target), Is.True, $"{reference} cannot be resolved.");
        return target;
    }

    private void Walk(JsonElement element, string path, bool inSchema, List<string> untyped)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                if (element.TryGetProperty("$ref", out _))
                    Resolve(element);
                else if (inSchema && !element.TryGetProperty("type", out _) && !element.TryGetProperty("oneOf", out _))
                    untyped.Add(path);
                foreach (var member in element.EnumerateObject())
                {
                    if (member.Name is "example" or "default" or "enum")
                        continue;
                    var parent = path[(path.LastIndexOf('/') + 1)..];
                    var isSchema = member.Name is "schema" or "items" ||
                        (inSchema && member.Name == "additionalProperties" && member.Value.ValueKind == JsonValueKind.Object)
                        || parent is "properties" or "schemas";
                    Walk(member.Value, $"{path}/{member.Name}", isSchema, untyped);
                }

                break;
            case JsonValueKind.Array:
                foreach (var (item, index) in element.EnumerateArray().Select((item, index) => (item, index)))
                    Walk(item, $"{path}/{index}", path.EndsWith("/oneOf", StringComparison.Ordinal), untyped);
                break;
        }
    }
}
