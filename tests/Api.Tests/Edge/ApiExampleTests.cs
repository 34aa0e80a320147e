using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;

namespace Crm.Api.Tests.Edge;

/// <summary>What the OpenAPI document shows is what the service takes and returns.</summary>
[Category("Slow")]
public sealed partial class ApiExampleTests : ApiTest
{
    private JsonObject document = null!;

    [SetUp]
    public async Task Get_the_document() =>
        document = JsonNode.Parse((await Anonymous.GetAsync("/openapi/v1.json")).Is(200).Body)!.AsObject();

    [Test]
    public void Each_example_fits_its_schema()
    {
        var checkedExamples = 0;
        var wrong = new List<string>();
        foreach (var (path, holder) in Holders(document, "#"))
        {
            if (!holder.TryGetPropertyValue("example", out var example) || holder["schema"] is not { } schema)
                continue;
            checkedExamples++;
            var result = SchemaOf(schema).Evaluate(
                JsonSerializer.SerializeToElement(example),
                new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
            if (!result.IsValid)
                wrong.Add($"{path}: {string.Join("; ", Errors(result))}");
        }

        Assert.That(checkedExamples, Is.GreaterThan(300));
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void A_wrong_example_would_be_found()
    {
        var schema = document["components"]!["schemas"]!["CompanyView"]!;
        Assert.That(SchemaOf(schema).Evaluate(JsonElement.Parse("""{"name":1}""")).IsValid, Is.False);
        Assert.That(
            SchemaOf(JsonNode.Parse("""{"type":"number","maximum":1}""")!).Evaluate(JsonElement.Parse("1.5")).IsValid, Is.False);
    }

    /// <summary>Generators take a member with a default for one that is always there.</summary>
    [Test]
    public void No_schema_has_a_default() =>
        Assert.That(Schemas(document, "#").Where(s => s.Schema.ContainsKey("default")).Select(s => s.Path), Is.Empty);

    [Test]
    public void A_list_in_a_request_may_be_null_unless_it_is_required()
    {
        var checkedMembers = 0;
        var wrong = new List<string>();
        foreach (var name in RequestSchemas())
        {
            var schema = document["components"]!["schemas"]![name]!;
            var required = schema["required"]?.AsArray().Select(r => r!.ToString()).ToList() ?? [];
            foreach (var (member, value) in schema["properties"]!.AsObject())
            {
                if (value!["items"] is null)
                    continue;
                checkedMembers++;
                if (!required.Contains(member) && value["type"]!.ToJsonString() != "[\"null\",\"array\"]")
                    wrong.Add($"{name}.{member}");
            }
        }

        Assert.That(checkedMembers, Is.GreaterThan(10));
        Assert.That(wrong, Is.Empty);
    }

    [TestCase("/api/companies", """{"name":"A"}""")]
    [TestCase("/api/contacts", """{"firstName":"A","lastName":"B"}""")]
    [TestCase("/api/leads", """{"firstName":"A","lastName":"B"}""")]
    [TestCase("/api/lead-lists", """{"name":"A","type":"CUSTOM"}""")]
    [TestCase("/api/groups", """{"name":"A","type":"SALES_TEAM"}""")]
    [TestCase("/api/roles", """{"name":"A","permissions":{}}""")]
    public async Task Null_for_what_is_not_set_is_the_same_as_leaving_it_out(string path, string body)
    {
        var schema = Resolve(document["paths"]![path]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!);
        var required = JsonNode.Parse(body)!.AsObject();
        var withNulls = required.DeepClone().AsObject();
        foreach (var (member, value) in schema["properties"]!.AsObject())
        {
            if (!withNulls.ContainsKey(member) && value!.ToJsonString().Contains("\"null\"", StringComparison.Ordinal))
                withNulls[member] = null;
        }

        var sent = (await Admin.PostAsync(path, withNulls.ToJsonString())).Is(201);
        await Admin.DeleteAsync($"{path}/{sent.Id}");
        var omitted = (await Admin.PostAsync(path, body)).Is(201);

        foreach (var member in omitted.Json.EnumerateObject().Where(m => m.Name is not ("id" or "createdAt" or "updatedAt")))
            Assert.That(sent[member.Name].GetRawText(), Is.EqualTo(member.Value.GetRawText()), member.Name);
        var put = required.DeepClone().AsObject();
        foreach (var member in new[] { "tags", "isActive" }.Where(withNulls.ContainsKey))
            put[member] = null;
        var replaced = (await Admin.PutAsync($"{path}/{omitted.Id}", put.ToJsonString())).Is(200);
        Assert.That(replaced.Version, Is.EqualTo(omitted.Version), "nothing has changed");
    }

    [Test]
    public async Task Null_for_a_list_is_empty_in_nested_members_and_where_an_entry_is_required()
    {
        var owner = Admin.Id;
        var lead = (await Admin.PostAsync("/api/leads", """{"firstName":"A","lastName":"B","tags":null}""")).Is(201);
        (await Admin.PostAsync("/api/deals/assign", $$"""{"ids":null,"ownerId":"{{owner}}"}""")).IsProblem(400, "validation_failed", "ids");
        (await Admin.PostAsync("/api/lead-activities/batch", """{"activities":null}"""))
            .IsProblem(400, "validation_failed", "activities");
        (await Admin.PostAsync("/api/leads", """{"firstName":"A","lastName":"B","tags":[null]}"""))
            .IsProblem(400, "validation_failed", "tags");
        (await Admin.PostAsync("/api/leads", """{"firstName":null,"lastName":"B"}""")).Is(400);
        (await Admin.PatchAsync($"/api/leads/{lead.Id}", """{"tags":null}""")).Is(200);
    }

    // ------------------------------------------------------------------------------------------------------ the document

    private static IEnumerable<string> Errors(EvaluationResults result) =>
        from detail in result.Details ?? []
        where detail.Errors is not null
        from error in detail.Errors!
        select $"{detail.InstanceLocation} {error.Value}";

    private static IEnumerable<(string Path, JsonObject Holder)> Holders(JsonNode? node, string path)
    {
        if (node is JsonObject o)
        {
            if (o.ContainsKey("example"))
                yield return (path, o);
            foreach (var (name, value) in o.Where(m => m.Key is not ("example" or "schemas")))
            {
                foreach (var found in Holders(value, $"{path}/{name}"))
                    yield return found;
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var found in items.SelectMany((item, i) => Holders(item, $"{path}/{i}")))
                yield return found;
        }
    }

    /// <summary>All schemas and their parts; a member may be called <c>default</c>, and is none.</summary>
    private static IEnumerable<(string Path, JsonObject Schema)> Schemas(JsonNode? node, string path, bool isMap = false)
    {
        if (node is JsonArray items)
        {
            foreach (var found in items.SelectMany((item, i) => Schemas(item, $"{path}/{i}")))
                yield return found;
        }

        if (node is not JsonObject o)
            yield break;
        if (!isMap)
            yield return (path, o);
        foreach (var (name, value) in o.Where(m => isMap || m.Key != "example"))
        {
            foreach (var found in Schemas(value, $"{path}/{name}", !isMap && name is "properties" or "schemas" or "responses" or "headers"))
                yield return found;
        }
    }

    private HashSet<string> RequestSchemas()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var bodies = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject()).Select(o => o.Value!["requestBody"]);
        foreach (var body in bodies.Where(b => b is not null))
            Add(body!.ToJsonString());
        return found;

        void Add(string json)
        {
            foreach (var name in Reference().Matches(json).Select(m => m.Groups[1].Value))
            {
                if (found.Add(name))
                    Add(document["components"]!["schemas"]![name]!.ToJsonString());
            }

            found.RemoveWhere(n => document["components"]!["schemas"]![n]!["properties"] is null);
        }
    }

    private JsonNode Resolve(JsonNode schema) =>
        schema["$ref"]?.ToString() is { } reference ? document["components"]!["schemas"]![reference.Split('/')[^1]]! : schema;

    /// <summary>A schema with the components that it refers to.</summary>
    private JsonSchema SchemaOf(JsonNode schema)
    {
        var definitions = new JsonObject();
        Add(schema.ToJsonString());
        var bundle = schema.DeepClone().AsObject();
        bundle["$defs"] = definitions;
        return JsonSchema.FromText(bundle.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));

        void Add(string json)
        {
            foreach (var name in Reference().Matches(json).Select(m => m.Groups[1].Value).Where(n => !definitions.ContainsKey(n)))
            {
                var component = document["components"]!["schemas"]![name]!.DeepClone();
                definitions[name] = component;
                Add(component.ToJsonString());
            }
        }
    }

    [GeneratedRegex("\"#/components/schemas/([^\"]+)\"")]
    private static partial Regex Reference();
}
