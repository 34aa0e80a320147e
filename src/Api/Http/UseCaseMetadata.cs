namespace Crm.Api.Http;

/// <summary>The use case of an endpoint, which declares its permission and body.</summary>
internal sealed record UseCaseMetadata(Type Type);

/// <summary>The query parameters of an endpoint besides those of a list; all others are rejected.</summary>
internal sealed record QueryMetadata(IReadOnlyList<string> Names);

/// <summary>The largest request body of the endpoint in bytes.</summary>
internal sealed record BodyLimitMetadata(long MaxBytes);

/// <summary>The list whose query parameters an endpoint accepts.</summary>
internal sealed record ListMetadata(ListSpec Spec);
