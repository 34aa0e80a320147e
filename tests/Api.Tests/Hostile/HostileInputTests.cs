using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Crm.Domain.Roles;

namespace Crm.Api.Tests.Hostile;

/// <summary>
/// Requests with hostile values, made from the OpenAPI document, as several callers: each gets an answer, a refusal is a complete
/// problem document with a documented status, and nothing of a refused request is stored.
/// </summary>
/// <remarks><c>CRM_HOSTILE_REQUESTS</c> and <c>CRM_HOSTILE_SEED</c> change how many and which requests are sent.</remarks>
[Category("Slow")]
public sealed class HostileInputTests : ApiTest
{
    private const int ResetAfter = 1000;

    private static readonly string[] ProblemMembers = ["type", "title", "status", "detail", "instance", "code", "traceId"];

    private readonly List<string> faults = [];
    private readonly SortedDictionary<int, int> statuses = [];
    private ApiClient?[] callers = [];
    private string apiKey = "";
    private string fingerprintSql = "";
    private HostileGenerator generator = null!;

    [Test]
    public async Task Each_hostile_request_gets_an_answer_and_a_refused_one_changes_nothing()
    {
        var count = Setting("CRM_HOSTILE_REQUESTS", 5000);
        var seed = Setting("CRM_HOSTILE_SEED", 14);
        var document = JsonNode.Parse((await Anonymous.GetAsync("/openapi/v1.json")).Is(200).Body)!.AsObject();
        generator = new HostileGenerator(document, seed);
        fingerprintSql = await FingerprintSqlAsync();
        using var connection = new RawConnection(Host.Address);
        var before = "";
        for (var sent = 0; sent < count && faults.Count < 40; sent++)
        {
            if (sent % ResetAfter == 0)
            {
                await FillAsync();
                before = await Db.ScalarAsync<string>(fingerprintSql);
            }

            var request = generator.Next();
            Authorize(request, sent);
            before = await CheckAsync(connection, request, sent, before);
        }

        TestContext.Out.WriteLine($"{count} requests, seed {seed}: {string.Join(", ", statuses.Select(s => $"{s.Key} × {s.Value}"))}");
        Assert.That(statuses.Where(s => s.Key is >= 200 and < 300).Sum(s => s.Value), Is.GreaterThan(count / 20), "some are valid");
        Assert.That(faults, Is.Empty, string.Join("\n", faults));
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;

    /// <summary>Records of each collection, and callers with different permissions.</summary>
    private async Task FillAsync()
    {
        await Start_from_nothing();
        var ids = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        generator.Use(ids);
        foreach (var request in generator.Creations())
        {
            var response = await Admin.PostAsync(request.Target, request.Body);
            if (response.Status != 201 || !response.Json.TryGetProperty("id", out var id))
                continue;
            var collection = request.Target.Split('/')[^1];
            if (!ids.TryGetValue(collection, out var known))
                ids[collection] = known = [];
            known.Add(id.GetString()!);
            if (response.Json.TryGetProperty("key", out var key))
                apiKey = key.GetString()!;
        }

        Assert.That(ids.Keys, Is.SupersetOf(new[] { "companies", "contacts", "deals", "leads", "tasks", "notes", "products", "research" }));
        callers =
        [
            Admin, Admin, Admin, await UserAsync(), await UserAsync(BuiltInRoles.ReadOnly),
            await UserWithAsync("""{"companies": {"read": "own", "update": "own"}, "deals": {"read": "own"}}"""), Anonymous,
        ];
    }

    private void Authorize(HostileRequest request, int number)
    {
        if (request.Headers.Any(h => h.Name is "Authorization" or "X-Api-Key"))
            return;
        var caller = callers[number % callers.Length];
        if (number % 31 == 0 && apiKey.Length > 0)
            request.Headers.Add(("X-Api-Key", apiKey));
        else if (caller != Anonymous)
            request.Headers.Add(("Authorization", $"Bearer {caller!.Token}"));
    }

    /// <returns>The fingerprint of the database after the request.</returns>
    private async Task<string> CheckAsync(RawConnection connection, HostileRequest request, int number, string before)
    {
        RawResponse? response = null;
        try
        {
            response = await connection.SendAsync(request);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or FormatException or IndexOutOfRangeException)
        {
            Fault(e.Message);
            return before;
        }

        statuses[response.Status] = statuses.GetValueOrDefault(response.Status) + 1;
        if (response.Status >= 500)
            Fault(string.Join('\n', Host.Log.Errors.TakeLast(1)));
        if (request.Documented.Count > 0 && !request.Documented.Contains(response.Status) && response.Status != 304)
            Fault("The status is not documented.");
        if (response.Status >= 400 && request.Method != "HEAD")
            CheckProblem();
        else if (response.Status == 200 && request.Method == "GET" && response.Header("Content-Type") == "application/json")
            LearnCursor(response.Body);
        // An export leaves a trace.
        if (request.Method is "GET" or "HEAD" && response.Header("Content-Type") != "text/csv; charset=utf-8")
            return before;
        var after = await Db.ScalarAsync<string>(fingerprintSql);
        if (response.Status >= 400 && !request.IsRefusalStored && after != before)
            Fault($"It was refused and has changed {string.Join(", ", after.Split(' ').Except(before.Split(' ')))}.");
        return after;

        void CheckProblem()
        {
            if (response.Header("Content-Type") != "application/problem+json")
            {
                Fault("The refusal is no problem document.");
                return;
            }

            using var json = JsonDocument.Parse(response.Body);
            var problem = json.RootElement;
            foreach (var member in ProblemMembers.Where(m => !problem.TryGetProperty(m, out var value) || value.ToString().Length == 0))
                Fault($"The problem has no {member}.");
            if (problem.TryGetProperty("status", out var status) && status.GetInt32() != response.Status)
                Fault("The problem has another status.");
            var hasErrors = problem.TryGetProperty("errors", out var errors);
            if (problem.TryGetProperty("code", out var code) && code.GetString() == "validation_failed" &&
                (!hasErrors || !errors.EnumerateObject().Any()))
                Fault("The problem names no field.");
            if (hasErrors && errors.EnumerateObject().Any(f => f.Name.Length == 0 || f.Value.GetArrayLength() == 0))
                Fault("The problem names an empty field.");
            if (response.Status is 429 or 503 && response.Header("Retry-After") is null)
                Fault("Retry-After is missing.");
        }

        void Fault(string what)
        {
            var answer = response is null
                ? "no answer"
                : $"{response.Status} {Encoding.UTF8.GetString(response.Body.AsSpan(0, Math.Min(response.Body.Length, 500)))}";
            faults.Add($"#{number} {what}\n  {request}\n  {answer}");
        }
    }

    private void LearnCursor(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("nextCursor", out var cursor) &&
            cursor.ValueKind == JsonValueKind.String)
            generator.Learn(cursor.GetString()!);
    }

    /// <summary>For each table its rows and its newest transaction. When a key was used last is not part of a request.</summary>
    private async Task<string> FingerprintSqlAsync()
    {
        var tables = await Db.QueryAsync<string>(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'");
        var parts = tables.Select(t => t == "api_keys"
            ? "select 'api_keys:' || count(*) as part from api_keys"
            : $"select '{t}:' || count(*) || ':' || coalesce(max(xmin::text::bigint), 0) as part from \"{t}\"");
        return $"select string_agg(part, ' ' order by part) from ({string.Join(" union all ", parts)}) as parts";
    }
}
