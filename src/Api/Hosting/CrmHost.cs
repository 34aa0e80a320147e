using Crm.Api.OpenApi;
using Crm.Application;
using Crm.Application.Auth;
using Crm.Application.Common.Json;
using Crm.Infrastructure;
using Crm.Infrastructure.Communications;
using Crm.Infrastructure.Persistence;
using Crm.Infrastructure.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.Net.Http.Headers;

namespace Crm.Api.Hosting;

/// <summary>Builds the web application; the only code that refers to all parts of the service.</summary>
internal static class CrmHost
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var database = new DatabaseOptions(
            configuration.GetConnectionString("Crm")
                ?? throw new StartException(
                    "Set ConnectionStrings__Crm to the connection string of the service role, or start with --data-dir for a private " +
                        "PostgreSQL."),
            configuration.GetConnectionString("CrmRead"))
        {
            SlowStatement = ServerLimits.MillisecondsOf(configuration, "SlowQuery:Milliseconds", 500),
            QuerySeconds = (int)ServerLimits.SecondsOf(configuration, "Queries:TimeoutSeconds", 5).TotalSeconds,
            QueriesPerCaller = ServerLimits.WholeOf(configuration, "Queries:PerCaller", 2, "queries"),
        };
        var organisation = new Organisation(ZoneOf(configuration));
        var keys = new ServiceKeys(SigningSecret.Read(configuration));

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            ServerLimits.Apply(kestrel.Limits);
            var guard = new ConnectionGuard(ServerLimits.OfConnections(configuration));
            kestrel.ConfigureEndpointDefaults(endpoint =>
            {
                endpoint.Use(next => connection => guard.RunAsync(connection, next));
                endpoint.Use(next => connection => ServerRefusals.RunAsync(connection, next));
            });
        });
        // Socket I/O runs directly on the thread pool: a separate I/O queue would add a thread switch to each request.
        builder.WebHost.UseSockets(sockets => sockets.IOQueueCount = 0);
        builder.Logging.AddCrmFilters();
        RequestActivities.Enable();
        var services = builder.Services;
        services.AddHttpContextAccessor();
        services.AddSingleton(keys);
        services.AddSingleton(organisation);
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
        services.AddServerLimits(configuration);
        services.AddCrmAuthentication(configuration);
        var logins = configuration.GetSection("Login").Get<LoginLimits>() ?? new LoginLimits();
        services.AddSingleton(logins.FaultOf() is { } fault ? throw new StartException(fault) : logins);
        services.AddSingleton(new LoginThrottleKey(keys.LoginThrottle));
        services.AddSingleton(new RefreshTokenKey(keys.RefreshTokens));
        services.AddLoginRateLimit();
        services.RemoveDataProtectionStart();
        services.AddCompression();
        services.AddApiDocument();

        var app = builder.Build();
        ServerRefusals.Observe(app.Services);
        app.UseMiddleware<RequestLog>();
        app.Use(SecurityHeaders.ApplyAsync);
        app.UseMiddleware<ProblemMiddleware>();
        app.UseApiPage();
        app.UseResponseCompression();
        app.UseRouting();
        // Only browsers send the header Origin.
        app.UseWhen(context => context.Request.Headers.ContainsKey(HeaderNames.Origin), browsers => browsers.UseCors());
        app.UseRequestTimeouts();
        app.UseCallers();
        app.UseRateLimiter();
        app.Use(RequestValidation.ApplyAsync);
        app.Use(RequestBody.ReadAsync);
        var endpoints = app.MapGroup("").WithHead();
        endpoints.MapApiDocument();
        foreach (var type in typeof(CrmHost).Assembly.GetTypes().Where(t => t is { IsClass: true } && t.IsAssignableTo(typeof(IEndpoints))))
            type.GetMethod(nameof(IEndpoints.Map))!.Invoke(null, [endpoints]);
        return app;
    }

    /// <summary>
    /// The framework's authentication registers data protection, which creates a key ring at start-up and logs a warning about where it
    /// is stored. The service does not use it: tokens and cursors are signed with the service's own keys.
    /// </summary>
    private static void RemoveDataProtectionStart(this IServiceCollection services)
    {
        foreach (var service in services.Where(s => s.ServiceType == typeof(IHostedService) &&
            s.ImplementationType?.FullName?.StartsWith("Microsoft.AspNetCore.DataProtection.", StringComparison.Ordinal) == true).ToList())
            services.Remove(service);
    }

    /// <summary>The organisation's time zone.</summary>
    private static Zone ZoneOf(ConfigurationManager configuration) => configuration["Organisation:TimeZone"] switch
    {
        null or "" => Zone.Utc,
        var id => Zone.Find(id) ?? throw new StartException(
            $"Organisation:TimeZone is '{id}'; it must be an IANA time zone such as Europe/Berlin."),
    };
}
