namespace Crm.Api.Http;

/// <summary>Response headers that restrict what browsers and caches may do.</summary>
internal static class SecurityHeaders
{
    private const string ApiPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>
    /// The documentation page may run its own scripts, show its own images and call this service; no other origins, no inline scripts.
    /// </summary>
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; img-src 'self' " +
            "data:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        // Added when the response starts, because an error clears the response.
        context.Response.OnStarting(
            static state =>
            {
                var context = (HttpContext)state;
                Add(context.Request, context.Response.Headers);
                context.Response.AddVary();
                return Task.CompletedTask;
            },
            context);
        return next(context);
    }

    private static void Add(HttpRequest request, IHeaderDictionary headers)
    {
        var page = request.Path.StartsWithSegments(PublicPaths.Page);
        // The page and the document are the same for all users; a browser may store them, but has to revalidate them.
        headers.CacheControl = page || request.Path == PublicPaths.Document ? "no-cache" : "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.ContentSecurityPolicy = page ? PagePolicy : ApiPolicy;
        if (request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
    }
}
