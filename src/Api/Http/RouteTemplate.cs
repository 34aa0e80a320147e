namespace Crm.Api.Http;

/// <summary>A request's address as logs, spans and problem documents name it: without ids and without what a user typed.</summary>
internal static class RouteTemplate
{
    /// <summary>The route of the request's endpoint, such as <c>/api/deals/{id}</c>; <c>/</c> where none matched.</summary>
    public static string Of(HttpContext context) => Of(context.GetEndpoint()) ?? "/";

    /// <summary>The route of an endpoint; null where it has none.</summary>
    public static string? Of(Endpoint? endpoint) =>
        (endpoint as RouteEndpoint)?.RoutePattern.RawText is { } route
            ? route.Length > 1 ? route.TrimEnd('/').Replace(":guid", "", StringComparison.Ordinal) : route
            : null;
}
