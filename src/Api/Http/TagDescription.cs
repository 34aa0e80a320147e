namespace Crm.Api.Http;

/// <summary>A tag of the OpenAPI document and its description.</summary>
/// <param name="Tag">The name.</param>
/// <param name="Text">The description; null: the doc comment of the aggregate.</param>
/// <param name="Aggregate">The aggregate whose endpoints have the tag.</param>
internal sealed record TagDescription(string Tag, string? Text, Type? Aggregate = null);
