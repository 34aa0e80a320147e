using Crm.Api.Http;
using Crm.Application;
using Crm.Application.Common.Json;
using Crm.Application.Common.Lists;
using Crm.Application.Common.Ports;
using Crm.Infrastructure;
using Crm.Infrastructure.Persistence;
using Crm.Infrastructure.Security;

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
            configuration.GetConnectionString("CrmRead"));
        var keys = new ServiceKeys(SigningSecret.Read(configuration));

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.MaxBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        // A request or statement is not worth a line each; what matters is logged by who knows it.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        var services = builder.Services;
        services.AddHttpContextAccessor();
        services.AddSingleton(keys);
        services.AddSingleton(new CursorCodec(keys.Cursors));
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<IAccessTokens>(s => s.GetRequiredService<AccessTokens>());
        services.AddScoped<ICurrentUser, HttpCurrentUser>();
        services.AddScoped<IRequestContext, HttpRequestContext>();
        services.AddScoped<UseCases>();
        services.ConfigureHttpJsonOptions(json => CrmJson.Apply(json.SerializerOptions));
        services.AddApplication();
        services.AddInfrastructure(database);
        services.AddCrmAuthentication();

        var app = builder.Build();
        app.Use(SecurityHeaders.ApplyAsync);
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(RequestRules.ApplyAsync);
        app.Use(RequestBody.ReadAsync);
        foreach (var type in typeof(CrmHost).Assembly.GetTypes().Where(t => t is { IsClass: true } && t.IsAssignableTo(typeof(IEndpoints))))
            type.GetMethod(nameof(IEndpoints.Map))!.Invoke(null, [app]);
        return app;
    }
}
