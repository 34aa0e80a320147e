using Crm.Api.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Crm.Api.Tests.Support;

/// <summary>The service, composed by the same code as in production, on a free port. Only the clock and the log are replaced.</summary>
public sealed class TestHost : IAsyncDisposable
{
    /// <summary>The signing key of all test hosts, so that each accepts the tokens and cursors of the others.</summary>
    private static readonly string SigningKey = Convert.ToBase64String([.. Enumerable.Range(0, 48).Select(i => (byte)i)]);

    private readonly WebApplication app;

    private TestHost(WebApplication app, TestDatabase database, TestClock clock, TestLog log)
    {
        (this.app, Database, Clock, Log) = (app, database, clock, log);
        Address = new Uri(app.Urls.First());
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
    }

    public TestDatabase Database { get; }
    public TestClock Clock { get; }
    public TestLog Log { get; }
    public Uri Address { get; }
    public HttpClient Http { get; }
    public IServiceProvider Services => app.Services;

    /// <summary>Starts the service on a database.</summary>
    /// <param name="database">The database of the service.</param>
    /// <param name="configure">Further settings and services.</param>
    public static async Task<TestHost> StartAsync(TestDatabase database, Action<WebApplicationBuilder>? configure = null)
    {
        var (clock, log) = (new TestClock(), new TestLog());
        var app = Build(database.ServiceConnectionString, clock, log, configure);
        await app.StartAsync();
        return new TestHost(app, database, clock, log);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
        await Database.DisposeAsync();
    }

    internal static WebApplication Build(
        string connectionString, TestClock clock, TestLog log, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration["ConnectionStrings:Crm"] = connectionString;
        builder.Configuration[SigningSecret.Setting] = SigningKey;
        // Background work would change rows that tests check. Tests of background work enable it.
        builder.Configuration["Background:Enabled"] = "false";
        // All tests send requests from the same address.
        builder.Configuration["Login:AttemptsPerMinute"] = "100000";
        // Fewer rounds than in production: tests hash many passwords.
        builder.Configuration["Login:PasswordRounds"] = "1000";
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        configure?.Invoke(builder);
        return CrmHost.Build(builder);
    }
}
