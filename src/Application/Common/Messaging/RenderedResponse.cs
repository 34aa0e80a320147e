namespace Crm.Application.Common.Messaging;

/// <summary>A serialized response.</summary>
/// <param name="Version">The record's version, its <c>ETag</c>. Null if the response is not a record.</param>
/// <param name="Json">UTF-8 JSON.</param>
public sealed record RenderedResponse(long? Version, byte[] Json);
