using System.Globalization;
using System.Text.RegularExpressions;
using Its = NUnit.Framework.Is;

namespace Crm.Api.Tests.Support;

/// <summary>A response of the service. A failed expectation shows the whole response.</summary>
public sealed class ApiResponse
{
    private static readonly string[] ProblemMembers = ["type", "title", "status", "detail", "instance", "code", "traceId"];
    private readonly string request;
    private readonly TestLog log;
    private readonly Dictionary<string, string> headers;
    private JsonElement? json;

    internal ApiResponse(string request, HttpResponseMessage response, string body, TestLog log)
    {
        (this.request, this.log, Body, Status) = (request, log, body, (int)response.StatusCode);
        headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
    }

    public int Status { get; }
    public string Body { get; }

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => json ??= Parse();

    /// <summary>A member of the body.</summary>
    public JsonElement this[string member] => Json.TryGetProperty(member, out var value)
        ? value
        : throw new AssertionException($"The response has no member '{member}'.\n{this}");

    /// <summary>The member <c>id</c>.</summary>
    public Guid Id => this["id"].GetGuid();

    /// <summary>The member <c>version</c>.</summary>
    public long Version => this["version"].GetInt64();

    /// <summary>The rows of a list.</summary>
    public IReadOnlyList<JsonElement> Items => [.. this["items"].EnumerateArray()];

    /// <summary>The list's next cursor, or null on its last page.</summary>
    public string? NextCursor => this["nextCursor"].GetString();

    public string? ETag => Header("ETag");

    /// <summary>The version in the ETag of a record, which has the form <c>"version.hash"</c>.</summary>
    public long TaggedVersion => Regex.Match(ETag ?? "", "^\"([0-9]+)\\.[0-9a-f]{16}\"$") is { Success: true } match
        ? long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        : throw new AssertionException($"The response has no ETag of a record.\n{this}");

    /// <summary>The code of a problem.</summary>
    public string? Code => this["code"].GetString();

    /// <summary>The detail of a problem.</summary>
    public string Detail => this["detail"].GetString()!;

    public string? Header(string name) => headers.GetValueOrDefault(name);

    /// <summary>Expects this status.</summary>
    public ApiResponse Is(int status)
    {
        Assert.That(Status, Its.EqualTo(status), ToString());
        return this;
    }

    /// <summary>Expects a problem document with all its members.</summary>
    /// <param name="status">The status of the response and of the document.</param>
    /// <param name="code">The code of the problem.</param>
    /// <param name="field">A field that <c>errors</c> must contain; null: any.</param>
    public ApiResponse IsProblem(int status, string code, string? field = null)
    {
        Assert.That(Status, Its.EqualTo(status), ToString());
        Assert.That(Header("Content-Type"), Its.EqualTo("application/problem+json"), ToString());
        foreach (var member in ProblemMembers)
            Assert.That(this[member].ToString(), Its.Not.Empty, $"{member} is empty.\n{this}");
        Assert.That(this["status"].GetInt32(), Its.EqualTo(status), ToString());
        Assert.That(Code, Its.EqualTo(code), ToString());
        var template = Does.StartWith("/").And.Not.Match("[0-9a-f]{8}-");
        Assert.That(this["instance"].GetString(), template, $"instance is a route's template.\n{this}");
        if (field is not null)
        {
            Assert.That(
                Json.TryGetProperty("errors", out var errors) && errors.TryGetProperty(field, out var messages) &&
                    messages.GetArrayLength() > 0,
                Its.True,
                $"errors does not name '{field}'.\n{this}");
        }

        return this;
    }

    public override string ToString()
    {
        var errors = Status >= 500 ? $"\nLog:\n{string.Join('\n', log.Errors)}" : "";
        var lines = string.Join('\n', headers.Select(h => $"{h.Key}: {h.Value}"));
        return $"{request} returned {Status}\n{lines}\n{(Body.Length > 4000 ? Body[..4000] + "…" : Body)}{errors}";
    }

    private JsonElement Parse()
    {
        try
        {
            return JsonElement.Parse(Body);
        }
        catch (JsonException)
        {
            throw new AssertionException($"The response is not JSON.\n{this}");
        }
    }
}
