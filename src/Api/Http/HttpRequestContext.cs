using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Crm.Infrastructure.Security;

namespace Crm.Api.Http;

/// <summary>The headers and connection data of the current request that use cases need.</summary>
internal sealed class HttpRequestContext(IHttpContextAccessor accessor, ServiceKeys keys) : IRequestContext
{
    private const int MaxUserAgent = 512;

    private static readonly Error InvalidKey = Error.Invalid(
        "invalid_idempotency_key", "Idempotency-Key must have 1 to 255 visible characters.");

    private HttpContext? Http => accessor.HttpContext;

    public IReadOnlyList<long>? ExpectedVersions => Http is null ? null : ETags.VersionsIn(Http.Request.Headers);

    public IdempotencyKey? IdempotencyKey
    {
        get
        {
            var request = Http?.Request;
            if (request is null || !request.Headers.TryGetValue("Idempotency-Key", out var values) ||
                !(HttpMethods.IsPost(request.Method) || HttpMethods.IsPatch(request.Method)) ||
                Http!.GetEndpoint()?.Metadata.GetMetadata<UseCaseMetadata>()?.Type.IsDefined(typeof(NotIdempotentAttribute), false) == true)
                return null;
            if (values is not [{ Length: >= 1 and <= 255 } key] || key.Any(c => c is <= ' ' or > '~'))
                throw new ProblemException(InvalidKey);
            // A keyed hash, since the body may contain a password: without the key, passwords cannot be tested against the stored hash.
            using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, keys.IdempotencyHashes);
            // A caller who may read less, with another API key or since a change of permissions, must not get the stored response.
            var caller = Http!.Features.Get<Caller>();
            hash.AppendData(Encoding.UTF8.GetBytes(
                $"{caller?.ApiKeyId} {caller?.Fingerprint} {request.Method} {request.Path}{request.QueryString}\n"));
            hash.AppendData(RequestBody.Of(Http!).Bytes);
            return new IdempotencyKey(key, hash.GetHashAndReset());
        }
    }

    /// <summary>RequestValidation has checked the header's value.</summary>
    public bool WantsPrimary => Http?.Request.Headers.ContainsKey(RequestValidation.Consistency) == true;

    public string? IpAddress => Http?.Connection.RemoteIpAddress?.ToString();

    public string? UserAgent
    {
        get
        {
            var agent = Http?.Request.Headers.UserAgent.ToString();
            if (string.IsNullOrEmpty(agent))
                return null;
            var clean = new string([.. agent.Where(c => c is >= ' ' and not (char)127 && !char.IsSurrogate(c))]);
            return TextRules.Cut(clean, MaxUserAgent);
        }
    }

    public string? TraceId => Activity.Current?.TraceId.ToString() ?? Http?.TraceIdentifier;
}
