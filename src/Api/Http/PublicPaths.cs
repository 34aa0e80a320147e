namespace Crm.Api.Http;

/// <summary>The paths outside <c>/api</c> that need no credentials.</summary>
internal static class PublicPaths
{
    /// <summary>The OpenAPI document.</summary>
    public const string Document = "/openapi/v1.json";

    /// <summary>The page that shows the OpenAPI document.</summary>
    public const string Page = "/docs";
}
