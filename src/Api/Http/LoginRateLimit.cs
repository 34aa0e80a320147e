using System.Threading.RateLimiting;
using Crm.Application.Auth;

namespace Crm.Api.Http;

/// <summary>
/// Limits how often one address may call endpoints that compute or check secrets; per instance, in addition to the login throttle.
/// </summary>
internal static class LoginRateLimit
{
    public const string Policy = "login";

    public static void AddLoginRateLimit(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.AddPolicy(Policy, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = context.RequestServices.GetRequiredService<LoginLimits>().AttemptsPerMinute,
                Window = TimeSpan.FromMinutes(1),
            }));
        options.OnRejected = async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? (int)Math.Ceiling(time.TotalSeconds) : 60;
            await Problems.WriteAsync(
                rejected.HttpContext, StatusCodes.Status429TooManyRequests, "too_many_requests",
                $"Too many requests from this address; try again in {wait} second(s).", wait);
        };
    });
}
