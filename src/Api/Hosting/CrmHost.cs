using Crm.Api.OpenApi;
using Crm.Application;
using Crm.Application.Auth;
using Crm.Application.Common.Json;
using Crm.Infrastructure;
using Crm.Infrastructure.Communications;
using Crm.Infrastructure.Persistence;
using Crm.Infrastructure.Security;
using Microsoft.Net.Http.Headers;

namespace Crm.Api.Hosting;

/// <summary>Puts the service together; the one place that knows all its parts.</summary>
internal static class CrmHost
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var database = new DatabaseOptions(
            configuration.GetConnectionString("Crm")
                ?? throw new StartException("Set ConnectionStrings__Crm to the service role's PostgreSQL connection string, or start with --data-dir for a private PostgreSQL."),
            configuration.GetConnectionString("CrmRead"))
        {
            SlowStatement = ServerLimits.MillisecondsOf(configuration, "SlowQuery:Milliseconds", 500),
        };
        var keys = new ServiceKeys(SigningSecret.Read(configuration));

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            ServerLimits.Apply(kestrel.Limits);
        });
        // The thread pool as it is: a queue of the transport's own before it adds a change of threads to each request.
        builder.WebHost.UseSockets(sockets => sockets.IOQueueCount = 0);
        builder.Logging.AddCrmFilters();
        RequestActivities.Enable();
        var services = builder.Services;
        services.AddHttpContextAccessor();
        services.AddSingleton(keys);
        services.AddSingleton(new CursorCodec(keys.Cursors));
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<IAccessTokens>(s => s.GetRequiredService<AccessTokens>());
        services.AddSingleton<ICurrentUser, HttpCurrentUser>();
        services.AddSingleton<IRequestContext, HttpRequestContext>();
        services.AddTransient<UseCaseSender>();
        services.ConfigureHttpJsonOptions(json => CrmJson.Apply(json.SerializerOptions));
        services.AddApplication();
        services.AddSingleton(configuration.GetSection("Smtp").Get<MailOptions>() ?? new MailOptions());
        services.AddInfrastructure(database);
        if (configuration.GetValue("Background:Enabled", true))
            services.AddBackgroundWork(TimeSpan.FromHours(configuration.GetValue("Background:KeepRelayedHours", 24)));
        if (TelemetryExport.IsWanted(configuration))
            services.AddHostedService<TelemetryExport>();
        services.AddEdgeLimits(configuration);
        services.AddCrmAuthentication(configuration);
        services.AddSingleton(configuration.GetSection("Login").Get<LoginLimits>() ?? new LoginLimits());
        services.AddSingleton(new LoginThrottleKey(keys.LoginThrottle));
        services.AddLoginRateLimit();
        services.RemoveDataProtectionStart();
        services.AddApiDocument();

        var app = builder.Build();
        app.UseMiddleware<RequestLog>();
        app.Use(SecurityHeaders.ApplyAsync);
        app.UseMiddleware<ProblemMiddleware>();
        app.UseApiPage();
        app.UseRouting();
        // Only what a browser sends names an origin.
        app.UseWhen(context => context.Request.Headers.ContainsKey(HeaderNames.Origin), browsers => browsers.UseCors());
        app.UseRequestTimeouts();
        app.UseCallers();
        app.UseRateLimiter();
        app.Use(RequestValidation.ApplyAsync);
        app.Use(RequestBody.ReadAsync);
        app.MapApiDocument();
        foreach (var type in typeof(CrmHost).Assembly.GetTypes().Where(t => t is { IsClass: true } && t.IsAssignableTo(typeof(IEndpoints))))
            type.GetMethod(nameof(IEndpoints.Map))!.Invoke(null, [app]);
        return app;
    }

    /// <summary>
    /// The framework's authentication brings data protection along, which makes a key ring at the start and warns about where
    /// it lies. Nothing here is protected by it: tokens and cursors are signed with the service's own keys.
    /// </summary>
    private static void RemoveDataProtectionStart(this IServiceCollection services)
    {
        foreach (var service in services.Where(s => s.ServiceType == typeof(IHostedService) &&
            s.ImplementationType?.FullName?.StartsWith("Microsoft.AspNetCore.DataProtection.", StringComparison.Ordinal) == true).ToList())
            services.Remove(service);
    }
}
