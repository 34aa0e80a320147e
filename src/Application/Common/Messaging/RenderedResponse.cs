namespace Crm.Application.Common.Messaging;

/// <summary>An answer as it goes out.</summary>
/// <param name="Version">The record's version, its ETag; null where the answer is no record.</param>
/// <param name="Json">UTF-8 JSON.</param>
public sealed record RenderedResponse(long? Version, byte[] Json);
