namespace Crm.Api.Http;

/// <summary>The authenticated caller.</summary>
internal sealed class HttpCurrentUser(IHttpContextAccessor accessor) : ICurrentUser
{
    public Caller? Caller => accessor.HttpContext?.Features.Get<Caller>();
}
