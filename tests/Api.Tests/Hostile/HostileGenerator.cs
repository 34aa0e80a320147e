using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Hostile;

/// <summary>
/// Makes requests from the OpenAPI document: each is a valid one of an operation, with up to three things wrong. The same seed and
/// records make the same requests.
/// </summary>
public sealed class HostileGenerator(JsonObject document, int seed)
{
    private const int MaxTarget = 8000;

    /// <summary>Borders of types and lengths, and text that breaks what is written carelessly.</summary>
    private static readonly string[] Texts =
    [
        "", " ", "\t\n", "\0", "a\0b", "null", "undefined", "NaN", "-", "--", "'", "\"", "\\", "%", "%%", "_", "*", "' or 1=1 --",
        "'; drop table deals; --", "$1", "{0}", "${7*7}", "{{7*7}}", "<script>alert(1)</script>", "../../etc/passwd",
        "=1+1", "@x", "\r\nX: y",
        "\u202Eabc", "\u200B", "a\u200Bb", "\uFEFF", "\uFFFD", "\uFFFF", "e\u0301", "ﷺ", "😀", "👩‍👩‍👧‍👦", "ẞ", "İ", "ﬀ", "電力", "\u0085",
        "\u2028",
        "0", "-0", "1e400", "-1", "1.005", "0x10", "١٢٣", "9999999999999999999999999999", "1.7976931348623157e309",
        "2147483648", "9223372036854775808", "2026-02-30", "0000-00-00", "9999-12-31", "+10000-01-01", "2026-01-01T24:00:00Z",
        "2026-01-01T00:00:00+99:99", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff", "me", "true", "false", "[]", "{}", "a@b", "a@b.c\r\nBcc: d@e.f", "http://", "javascript:1",
        "file:///etc/passwd", "http://[::1", "a,b", ",", ",,,", "\"a,b", "a\"b,c", "EUR", "eur", "XXX", "€", "Europe/Berlin", "../UTC",
        "<svg/onload=1>", "ไทย", "हिन्दी", "עברית", "مرحبا", "Ελληνικά", "Привет",
    ];

    /// <summary>JSON that does not fit, as it is sent.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1.5", "-0.0", "1e2", "1E+400", "123456789012345678901234567890", "99999999999999999.99",
        "0.001", "9999999999999999.995", "2147483648", "-9223372036854775809", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"a\":{}}", "\"\"",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"a\\ud83d\"", "{\"\\ud800\":1}", "{\"\\u0000\":1}", "{\"\":1}",
        "{\"__proto__\":{}}", "{\"$type\":\"x\"}", "[1,2,3]", "[\"a\",null]", "[\"\\u0000\"]", "{\"a\":1,\"a\":2}", "NaN",
        "Infinity", "01", "+1",
        "\"A, B\"", "\"0\"", "\"1\"", "0.1e1", "1e-400", "[\"a\",\"a\"]",
    ];

    private static readonly string[] ContentTypes =
    [
        "text/plain", "application/xml", "application/json; charset=utf-16", "application/json; charset=latin1",
        "application/json;charset=",
        "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/merge-patch+json", "APPLICATION/JSON",
        "json", "/", "",
        "application/json, text/plain", "application/problem+json", "application/json; charset=\"utf-8\"", "application/json-patch+json",
    ];

    private static readonly string[] Accepts =
    [
        "text/csv", "text/csv;q=0", "*/*;q=0", "image/png", "application/json;q=0, text/csv", "", ",", "text/*", "application/json;q=2",
        "a",
        "é",
        "text/csv; charset=utf-16", "application/*", "application/json;q=0.001", "*/*;q=\"1\"", "text/html,application/xhtml+xml",
    ];

    private static readonly string[] Matches =
    [
        "\"1\"", "1", "*", "W/\"1\"", "\"\"", "\"1\", \"2\"", "\"999999999999999999999\"", "\"-1\"", "\"1.abc\"", "\"", "\"1", "", ",",
        "\"a\" \"b\"",
        "\"1\",,\"2\"", "é", "\"\u0001\"", "**", "\"1.0\"", "\"１\"",
    ];

    private static readonly string[] Keys = ["", " ", "a", "key with space", "é", "\u0001", "a\tb", "'--", "a,b", "🔑", "{}", "%00"];

    private static readonly (string Name, string Value)[] OtherHeaders =
    [
        ("X-Consistency", "primary"), ("X-Consistency", "Primary"), ("X-Consistency", ""), ("X-HTTP-Method-Override", "DELETE"),
        ("Range", "bytes=0-1"), ("Origin", "null"), ("Origin", "http://evil.example"), ("Accept-Language", "x-\u00ff"),
        ("Accept-Encoding", "br;q=2"),
        ("Content-Encoding", "gzip"), ("Content-Encoding", "br"), ("Content-Encoding", "identity"), ("X-Forwarded-For", "' or 1=1"),
        ("X-Forwarded-Proto", "javascript"), ("X-Original-URL", "/api/users"), ("Cookie", "a=b; \u0001"), ("User-Agent", "\u00e9\u202E"),
        ("User-Agent", ""), ("traceparent", "00-0-0-0"), ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        ("baggage", "a=%00"), ("If-None-Match", "*"), ("If-None-Match", "\""), ("If-Modified-Since", "never"), ("Prefer", "return=minimal"),
        ("Authorization", "Bearer"), ("Authorization", "Bearer a.b.c"), ("Authorization", "Basic YTpi"), ("Authorization", "Bearer \u00e9"),
        ("Authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."), ("X-Api-Key", "crm_x"), ("X-Api-Key", ""), ("X-Api-Key",
        "\u0001"),
    ];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "QUERY", "get"];

    private static readonly string[] Operators =
        ["eq", "ne", "in", "gt", "gte", "lt", "lte", "contains", "startsWith", "isNull", "has", "", "EQ", "like", "$gt", "eq][", "0"];

    private readonly Random random = new(seed);
    private readonly List<Operation> operations = Read(document);
    private readonly List<string> cursors = ["x", "", "eyJhIjoxfQ.x", "%00", new('a', 3000)];
    private Dictionary<string, List<string>> ids = [];

    private sealed record Operation(string Id, string Method, string Path, JsonObject Definition)
    {

        public int[] Statuses { get; } =
      [.. Definition["responses"]!.AsObject().Select(r => int.Parse(r.Key, CultureInfo.InvariantCulture))];

        public string Collection => Path.Split('/').ElementAtOrDefault(2) ?? "";
        public bool IsLogin => Definition["tags"]!.AsArray().Any(t => t!.ToString() == "Authentication") ||
            Path.EndsWith("/password", StringComparison.Ordinal);
    }

    /// <summary>The ids of records that exist, by the path of their collection.</summary>
    public void Use(Dictionary<string, List<string>> known) => ids = known;

    /// <summary>Cursors of an answer are sent with other requests.</summary>
    public void Learn(string cursor)
    {
        if (cursors.Count < 50)
            cursors.Add(Uri.EscapeDataString(cursor));
    }

    /// <summary>Valid requests that create records, parents first.</summary>
    public IEnumerable<HostileRequest> Creations()
    {
        foreach (var operation in operations.Where(o => o.Method == "POST" && o.Statuses.Contains(201))
                     .OrderBy(o => o.Path.Count(c => c == '{')))
        {
            yield return new HostileRequest("POST", Path(operation))
            {
                Operation = operation.Id,
                Headers = [("Content-Type", "application/json")],
                Body = Encoding.UTF8.GetBytes(Example(operation)!.ToJsonString()),
            };
        }
    }

    public HostileRequest Next()
    {
        var operation = operations[random.Next(operations.Count)];
        // Checking a password takes long on purpose.
        if (operation.IsLogin && random.Next(10) > 0)
            operation = operations[random.Next(operations.Count)];
        var draft = new Draft
        {
            Method = operation.Method,
            Path = Path(operation),
            Body = Example(operation)?.ToJsonString() is { } json ? Encoding.UTF8.GetBytes(json) : null,
        };
        if (draft.Body is not null)
            draft.Headers["Content-Type"] = "application/json";
        for (var wrong = random.Next(4); wrong > 0; wrong--)
            Spoil(draft, operation);
        var target = draft.Query.Count == 0 ? draft.Path : $"{draft.Path}?{string.Join('&', draft.Query)}";
        // What the server itself refuses before the service sees it is tested elsewhere.
        target = target[..Math.Min(target.Length, MaxTarget)];
        return new HostileRequest(draft.Method, target)
        {
            Operation = operation.Id,
            Documented = draft.IsElsewhere ? [] : operation.Statuses,
            Headers = [.. draft.Headers.Select(h => (h.Key, h.Value))],
            Body = draft.Body,
            IsRefusalStored = operation.IsLogin,
        };
    }

    private sealed class Draft
    {
        public required string Method { get; set; }
        public required string Path { get; set; }
        public byte[]? Body { get; set; }
        public List<string> Query { get; } = [];
        public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);
        public bool IsElsewhere { get; set; }
    }

    private static List<Operation> Read(JsonObject document) =>
        [.. from path in document["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            select new Operation(
                operation.Value!["operationId"]!.ToString(), operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject())];

    private T Any<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];

    // -------------------------------------------------------------------------------------------------------- what is valid

    private string Path(Operation operation)
    {
        var parts = operation.Path.Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].StartsWith('{'))
                parts[i] = Known(parts[i - 1]) ?? Guid.Empty.ToString();
        }

        return string.Join('/', parts);
    }

    private string? Known(string collection) => ids.TryGetValue(collection, out var known) && known.Count > 0 ? Any(known) : null;

    private JsonObject? Example(Operation operation)
    {
        var content = operation.Definition["requestBody"]?["content"]?.AsObject();
        if (content is null)
            return null;
        var body = content.First().Value!;
        var example = body["example"]!.DeepClone().AsObject();
        foreach (var (name, _) in example.ToList())
        {
            if (CollectionOf(name) is { } collection && Known(collection) is { } id)
                example[name] = name.EndsWith('s') ? new JsonArray(id) : id;
        }

        // A few more members of the schema, so that each of them is spoilt at some time.
        var members = Resolve(body["schema"]!)["properties"]?.AsObject().Select(p => p.Key).ToList() ?? [];
        if (members.Count > 0 && Any(members) is var extra && CollectionOf(extra) is { } other && Known(other) is { } known)
            example[extra] = known;
        return example;
    }

    private static string? CollectionOf(string member) => member switch
    {
        "companyId" or "parentCompanyId" => "companies",
        "contactId" or "primaryContactId" => "contacts",
        "dealId" => "deals",
        "leadId" or "leadIds" => "leads",
        "roleId" => "roles",
        _ when member is "ownerId" or "assigneeId" or "assignedToId" or "toUserId" or "userId" => "users",
        _ => null,
    };

    private JsonNode Resolve(JsonNode node)
    {
        while (node["$ref"]?.ToString() is { } reference)
            node = reference.Split('/').Skip(1).Aggregate((JsonNode)document, (at, step) => at[step]!);
        return node;
    }

    // -------------------------------------------------------------------------------------------------------- what is wrong

    private void Spoil(Draft draft, Operation operation)
    {
        switch (random.Next(draft.Body is null ? 12 : 26))
        {
            case 0:
                draft.Path = Any<Func<string>>(
                [
                    () => draft.Path + "/", () => draft.Path + "/x", () => draft.Path.ToUpperInvariant(), () => "/" + draft.Path,
                    () => draft.Path.Replace("/api/", "/api//", StringComparison.Ordinal), () => draft.Path + "/..",
                    () => draft.Path + ";a=b", () => draft.Path + "%2F", () => draft.Path + "%20", () => draft.Path + "%C3%A9",
                    () => draft.Path + "/" + new string('a', 2000), () => draft.Path + "/%E2%80%AE", () => draft.Path + "'",
                ])();
                draft.IsElsewhere = true;
                break;
            case 1 when operation.Path.Contains('{', StringComparison.Ordinal):
                var id = Any<Func<string>>(
                [
                    () => "0", () => "-1", () => "null", () => Guid.Empty.ToString(), () => "ffffffff-ffff-ffff-ffff-ffffffffffff",
                    () => "0193D2A4-7C1E-7B52-8F3A-5D9E6C4B2A10", () => Guid.Empty.ToString("N"),
                    () => Uri.EscapeDataString(Any(Texts).Replace("\0", "", StringComparison.Ordinal)),
                    () => Known(Any(ids.Keys.ToList())) ?? "x", () => new string('9', 500), () => "{" + Guid.Empty + "}", () => "*",
                ])();
                var parts = draft.Path.Split('/');
                parts[operation.Path.Split('/').ToList().FindIndex(p => p.StartsWith('{'))] = id;
                draft.Path = string.Join('/', parts);
                draft.IsElsewhere |= !Guid.TryParseExact(id, "D", out _);
                break;
            case 2:
                draft.Method = Any(Methods);
                draft.IsElsewhere = true;
                break;
            case 3:
                draft.Headers["If-Match"] = Any(Matches);
                break;
            case 4:
                draft.Headers["Idempotency-Key"] = random.Next(4) == 0 ? new string('k', Any([255, 256, 5000])) : Any(Keys);
                break;
            case 5:
                draft.Headers["Accept"] = Any(Accepts);
                break;
            case 6:
                var (name, value) = Any(OtherHeaders);
                draft.Headers[name] = value;
                break;
            case < 12:
                SpoilQuery(draft, operation);
                break;
            case 12:
                draft.Headers["Content-Type"] = Any(ContentTypes);
                break;
            case 13:
                draft.Headers.Remove("Content-Type");
                break;
            case 14:
                draft.Body = SpoilBytes(draft.Body!);
                break;
            default:
                draft.Body = SpoilMember(draft.Body!, operation);
                break;
        }
    }

    private void SpoilQuery(Draft draft, Operation operation)
    {
        var known = (operation.Definition["parameters"]?.AsArray() ?? []).Select(p => Resolve(p!))
            .Where(p => p["in"]!.ToString() == "query").ToList();
        if (known.Count == 0 || random.Next(12) == 0)
        {
            draft.Query.Add(Any(
            [
                "x=1", "x", "=", "&", "%00=1", "%C0%AF=1", "a%zz=b", "%ED%A0%80=1", "q=%", "[eq]=1", "x[eq]=1", "__proto__[a]=1",
                "limit=1&limit=2",
            ]));
            return;
        }

        var parameter = Any(known);
        var name = parameter["name"]!.ToString();
        if (parameter["style"]?.ToString() == "deepObject")
        {
            var valid = Resolve(parameter["schema"]!)["properties"]!.AsObject().Select(p => p.Key).ToList();
            name += random.Next(3) == 0 ? "" : $"[{(random.Next(8) == 0 ? Any(Operators) : Any(valid))}]";
        }

        var value = name == "cursor" ? Any(cursors) : random.Next(5) switch
        {
            0 => Any(["%", "%0", "%zz", "%00", "%C3", "%F0%9F%98", "%ED%A0%80", "+", "a+b", "%2B", "%252525"]),
            1 when parameter["schema"]?["enum"] is JsonArray valid => Uri.EscapeDataString(Any(valid.ToList())!.ToString()),
            2 => Uri.EscapeDataString(Known(Any(ids.Keys.ToList())) ?? "me"),
            3 => string.Join(',', Enumerable.Repeat("a", Any([1, 2, 200, 201, 1500]))),
            _ => Uri.EscapeDataString(Any(Texts)),
        };
        for (var count = random.Next(10) == 0 ? Any([2, 21, 60]) : 1; count > 0; count--)
            draft.Query.Add($"{(random.Next(2) == 0 ? name : Uri.EscapeDataString(name))}={value}");
    }

    private byte[] SpoilBytes(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        return random.Next(16) switch
        {
            0 => [],
            1 => body[..random.Next(body.Length)],
            2 => [.. body, .. "x"u8],
            3 => [0xEF, 0xBB, 0xBF, .. body],
            4 => Encoding.Unicode.GetBytes(text),
            5 => [.. "{\"a\":\""u8, 0xFF, 0xC0, 0x80, .. "\"}"u8],
            6 => Encoding.UTF8.GetBytes($"[{text}]"),
            7 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000)),
            8 => Encoding.UTF8.GetBytes(new string('[', 100_000)),
            9 => "null"u8.ToArray(),
            10 => "\"text\""u8.ToArray(),
            11 => [.. Encoding.UTF8.GetBytes(text[..^1] + ",\"big\":\""), .. Enumerable.Repeat((byte)'x', 1_200_000), .. "\"}"u8],
            12 => Zipped(body),
            13 => Encoding.UTF8.GetBytes(text.Length > 2 ? $"{{{text[1..^1]},{text[1..^1]}}}" : text),
            14 => Encoding.UTF8.GetBytes($"/* c */{text}"),
            _ => [.. Enumerable.Range(0, 64).Select(_ => (byte)random.Next(256))],
        };
    }

    private static byte[] Zipped(byte[] body)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
            zip.Write(body);
        return bytes.ToArray();
    }

    /// <summary>Gives a member of the body another value, or adds one. A body that is no JSON by now stays as it is.</summary>
    private byte[] SpoilMember(byte[] body, Operation operation)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject json ? SpoilMember(json, operation) : body;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return body;
        }
    }

    private byte[] SpoilMember(JsonObject json, Operation operation)
    {
        // The value is put in as text: some of them a JSON library would not write.
        const string Mark = "\u0002mark\u0002";
        var schema = Resolve(operation.Definition["requestBody"]!["content"]!.AsObject().First().Value!["schema"]!);
        List<string> members = [.. schema["properties"]?.AsObject().Select(p => p.Key) ?? [], "unknown", "id", "version"];
        var name = Any(members);
        var nested = json[name] is JsonObject { Count: > 0 } inner && random.Next(2) == 0 ? inner
            : json[name] is JsonArray { Count: > 0 } list && list[0] is JsonObject { Count: > 0 } item ? item : null;
        if (nested is not null)
            nested[Any(nested.Select(m => m.Key).Append("unknown").ToList())] = Mark;
        else if (random.Next(12) == 0)
            json.Remove(name);
        else
            json[name] = Mark;
        return Encoding.UTF8.GetBytes(json.ToJsonString().Replace(JsonSerializer.Serialize(Mark), Value(), StringComparison.Ordinal));
    }

    private string Value() => random.Next(8) switch
    {
        0 or 1 or 2 => Any(Values),
        3 => JsonSerializer.Serialize(new string(Any(['a', 'é', '\u202E', '\n']), Any([50, 51, 255, 256, 2000, 20_000, 20_001, 100_000]))),
        4 => $"[{string.Join(',', Enumerable.Range(0, Any([1, 50, 51, 1001])).Select(i => $"\"{i}\""))}]",
        5 => string.Concat(Enumerable.Repeat("[", 40)) + string.Concat(Enumerable.Repeat("]", 40)),
        _ => JsonSerializer.Serialize(Any(Texts)),
    };
}
