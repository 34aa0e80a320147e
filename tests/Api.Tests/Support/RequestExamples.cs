using System.Text.RegularExpressions;

namespace Crm.Api.Tests.Support;

/// <summary>The request bodies of the OpenAPI document's examples. A test proves that the validators accept each of them.</summary>
public sealed partial class RequestExamples
{
    private readonly Dictionary<(string Method, string Path), string> bodies = [];

    private RequestExamples(JsonElement document)
    {
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                if (operation.Value.TryGetProperty("requestBody", out var body) &&
                    body.GetProperty("content").TryGetProperty("application/json", out var json))
                    bodies[(operation.Name.ToUpperInvariant(), Unnamed(path.Name))] = json.GetProperty("example").GetRawText();
            }
        }
    }

    /// <summary>The operations with a body.</summary>
    public IEnumerable<(string Method, string Path)> Operations => bodies.Keys;

    public static async Task<RequestExamples> ReadAsync(ApiClient client) => new((await client.GetAsync("/openapi/v1.json")).Is(200).Json);

    /// <summary>The body of an operation; null if it has none.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path with its parameters, such as <c>/api/deals/{id}/stage</c>.</param>
    public string? Of(string method, string path) => bodies.GetValueOrDefault((method, Unnamed(path)));

    /// <summary>A parameter can have another name in the document than in the route.</summary>
    private static string Unnamed(string path) => ParameterName().Replace(path, "{}");

    [GeneratedRegex("\\{[^}]*\\}")]
    private static partial Regex ParameterName();
}
