namespace Crm.Api.Http;

/// <summary>HEAD wherever there is GET: the endpoint runs, and the server omits the content (RFC 9110, 9.3.2).</summary>
internal static class HeadRequests
{
    private static readonly string[] Get = ["GET"];
    private static readonly string[] GetAndHead = ["GET", "HEAD"];

    /// <summary>Adds HEAD to each endpoint of the group that accepts GET.</summary>
    public static RouteGroupBuilder WithHead(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            for (var i = 0; i < endpoint.Metadata.Count; i++)
            {
                if (endpoint.Metadata[i] is IHttpMethodMetadata methods && methods.HttpMethods.SequenceEqual(Get))
                    endpoint.Metadata[i] = new HttpMethodMetadata(GetAndHead, methods.AcceptCorsPreflight);
            }
        });
        return group;
    }
}
