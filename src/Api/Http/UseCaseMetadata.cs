namespace Crm.Api.Http;

/// <summary>Which use case an endpoint leads to; its right and body stand there.</summary>
internal sealed record UseCaseMetadata(Type Type);

/// <summary>The query parameters that an endpoint knows beyond those of a list; any other is refused.</summary>
internal sealed record QueryMetadata(IReadOnlyList<string> Names);

/// <summary>Most bytes of the endpoint's request body.</summary>
internal sealed record BodyLimitMetadata(long MaxBytes);

/// <summary>The list whose query string an endpoint takes.</summary>
internal sealed record ListMetadata(ListSpec Spec);
