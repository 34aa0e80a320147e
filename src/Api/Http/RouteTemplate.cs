namespace Crm.Api.Http;

/// <summary>A request's address in logs, spans and problem documents: without ids and without what a user typed.</summary>
internal static class RouteTemplate
{
    /// <summary>The route of the request's endpoint, such as <c>/api/deals/{id}</c>; <c>/</c> if no endpoint matched.</summary>
    public static string Of(HttpContext context) => Of(context.GetEndpoint()) ?? "/";

    /// <summary>The route of an endpoint; null if it has none.</summary>
    public static string? Of(Endpoint? endpoint) =>
        (endpoint as RouteEndpoint)?.RoutePattern.RawText is { } route
            ? route.Length > 1 ? route.TrimEnd('/').Replace(":guid", "", StringComparison.Ordinal) : route
            : null;
}
