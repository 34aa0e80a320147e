namespace Crm.Api.Http;

/// <summary>The caller that authentication found.</summary>
internal sealed class HttpCurrentUser(IHttpContextAccessor accessor) : ICurrentUser
{
    public Caller? Caller => accessor.HttpContext?.Features.Get<Caller>();
}
