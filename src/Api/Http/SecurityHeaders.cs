namespace Crm.Api.Http;

/// <summary>Headers that tell browsers and caches to keep their hands off.</summary>
internal static class SecurityHeaders
{
    private const string NothingAtAll = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The documentation page runs its own scripts, shows its own pictures and calls this service: nothing from elsewhere, no script in the page.</summary>
    private const string OwnPage =
        "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; img-src 'self' data:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        // At the last moment: a refusal starts the answer anew.
        context.Response.OnStarting(
            static state =>
            {
                var context = (HttpContext)state;
                Add(context.Request, context.Response.Headers);
                return Task.CompletedTask;
            },
            context);
        return next(context);
    }

    private static void Add(HttpRequest request, IHeaderDictionary headers)
    {
        var page = request.Path.StartsWithSegments(PublicPaths.Page);
        // The page and the document are the same for everybody; a browser may keep them as long as it asks whether they changed.
        headers.CacheControl = page || request.Path == PublicPaths.Document ? "no-cache" : "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.ContentSecurityPolicy = page ? OwnPage : NothingAtAll;
        if (request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
    }
}
