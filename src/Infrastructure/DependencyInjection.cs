using Crm.Infrastructure.BackgroundWork;
using Crm.Infrastructure.Communications;
using Crm.Infrastructure.Outbox;
using Crm.Infrastructure.Persistence;
using Crm.Infrastructure.Persistence.Interceptors;
using Crm.Infrastructure.Security;
using Crm.Infrastructure.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Crm.Infrastructure;

/// <summary>Registers everything that uses the database, the network or the clock.</summary>
public static class DependencyInjection
{
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, DatabaseOptions options)
    {
        DapperSetup.Apply();
        // 0001-01-01 and 9999-12-31 are ordinary dates, not infinities.
        AppContext.SetSwitch("Npgsql.DisableDateTimeInfinityConversions", true);

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IClock, SystemClock>();
        services.AddSingleton<IPasswords, Passwords>();
        services.AddSingleton(options);
        services.AddSingleton<IConnectionPools, ConnectionPools>();
        services.AddSingleton(_ => options.CreateWriteSource());
        services.AddSingleton(s => new ReadDataSource(s.GetRequiredService<NpgsqlDataSource>(), options.CreateReadSource()));
        services.AddSingleton<ICommitHorizon, CommitHorizon>();
        services.AddSingleton<ReadYourWrites>();
        services.AddSingleton<QueryShares>();
        services.AddSingleton<RightsCache>();
        services.AddSingleton<ApiKeyUse>();
        services.AddHostedService<RightsListener>();
        services.AddHostedService<OrganisationZone>();
        services.AddScoped<ISeparateTransaction, SeparateTransaction>();

        services.AddScoped<CurrentCommand>();
        services.AddScoped<SqlMetrics>();
        services.AddScoped<AuditInterceptor>();
        services.AddScoped<StatementInterceptor>();
        services.AddDbContext<CrmDbContext>((provider, builder) => builder
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            .AddInterceptors(provider.GetRequiredService<AuditInterceptor>(), provider.GetRequiredService<StatementInterceptor>()));
        services.AddScoped<IUnitOfWork, UnitOfWork>();
        services.AddScoped(typeof(IRepository<>), typeof(Repository<>));
        services.AddTransient<IReadDb, ReadDb>();
        services.AddScoped<IWriteDb, WriteDb>();
        services.AddSingleton<OutboxSignal>();
        services.AddScoped<OutboxWriter>();
        services.AddSingleton<IOutboxSubscriber, LogSubscriber>();
        services.AddSingleton<OutboxRelay>();
        services.TryAddSingleton<MailOptions>();
        services.AddSingleton<IChannel, EmailChannel>();
        services.AddSingleton<IHtml, Html>();
        services.AddSingleton<CommunicationDispatcher>();
        services.AddSingleton<Rollups>();
        services.AddSingleton<Readiness>();
        foreach (var type in typeof(DependencyInjection).Assembly.GetTypes())
        {
            foreach (var contract in type.GetInterfaces()
                .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IDomainEventHandler<>)))
                services.AddScoped(contract, type);
        }

        return services;
    }

    /// <summary>
    /// Registers background work: the outbox relay, the sweeper, the dispatcher of communications and the merging of rollup deltas.
    /// </summary>
    /// <param name="keepRelayed">How long a relayed outbox message is kept.</param>
    public static IServiceCollection AddBackgroundWork(this IServiceCollection services, TimeSpan keepRelayed)
    {
        services.AddSingleton(s => new Sweeper(s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<IClock>(), keepRelayed));
        services.AddHostedService<OutboxRelayService>();
        services.AddHostedService<SweeperService>();
        services.AddHostedService<CommunicationDispatcherService>();
        services.AddHostedService<RollupService>();
        return services;
    }
}
