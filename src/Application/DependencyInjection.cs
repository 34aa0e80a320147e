using System.Globalization;
using Crm.Application.Common.Behaviours;
using Crm.Application.Common.Mapping;
using Crm.Application.Common.Metrics;
using Crm.Application.Communications;
using Crm.Application.Timelines;
using Crm.Application.Trash;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Application;

/// <summary>Registers all handlers, validators and view readers by assembly scan.</summary>
public static class DependencyInjection
{
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        ValidatorOptions.Global.PropertyNameResolver = (_, member, _) => member is null ? null : Camel(member.Name);
        ValidatorOptions.Global.LanguageManager.Culture = CultureInfo.InvariantCulture;

        services.AddTransient<IMediator, Mediator>();
        services.AddTransient<ServiceFactory>(s => s.GetRequiredService);
        services.AddScoped<IViews, Views>();
        services.AddScoped<IDispatchRecorder, DispatchRecorder>();
        services.AddSingleton(Mappings.Mapper);
        services.AddSingleton<Measurements>();
        services.AddScoped<CurrentUseCase>();

        var types = typeof(DependencyInjection).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsGenericTypeDefinition: false })
            .ToArray();
        foreach (var type in types)
        {
            if (type.IsAssignableTo(typeof(IScopedService)))
                services.AddScoped(type);
            foreach (var contract in type.GetInterfaces().Where(i => i.IsGenericType))
            {
                var definition = contract.GetGenericTypeDefinition();
                if (definition == typeof(IRequestHandler<,>) || definition == typeof(IViewReader<>) ||
                    definition == typeof(IUpdateHandler<,>) || definition == typeof(IDomainEventHandler<>) ||
                    definition == typeof(IRestoreRule<>))
                    services.AddTransient(contract, type);
                else if (definition == typeof(IUpdate<,,>) && contract.GetGenericArguments()[0] == type)
                    AddWrite(services, contract.GetGenericArguments());
                else if (definition == typeof(IRequest<>))
                    AddPipeline(services, type, contract.GetGenericArguments()[0]);
            }
        }

        foreach (var record in RecordCatalog.All)
            AddRecord(services, record);
        AssemblyScanner.FindValidatorsInAssembly(typeof(DependencyInjection).Assembly, includeInternalTypes: true)
            .ForEach(found => services.Add(
                new ServiceDescriptor(found.InterfaceType, found.ValidatorType, LifetimeOf(found.ValidatorType))));
        return services;
    }

    private static void AddWrite(IServiceCollection services, Type[] arguments)
    {
        var write = typeof(UpdateRecord<,,>).MakeGenericType(arguments);
        services.AddTransient(
            typeof(IRequestHandler<,>).MakeGenericType(write, typeof(Result<CommandOutcome>)),
            typeof(UpdateRecordHandler<,,>).MakeGenericType(arguments));
        AddPipeline(services, write, typeof(Result<CommandOutcome>));
    }

    /// <summary>Registers the generic use cases of a declared collection.</summary>
    private static void AddRecord(IServiceCollection services, Record record)
    {
        foreach (var view in record.Children.Select(c => c.View).Append(record.View).OfType<Type>())
            Add(services, typeof(GetRecord<>), typeof(GetRecordHandler<>), view, view);
        if (record.Aggregate is not { } aggregate)
            return;
        if (aggregate.IsAssignableTo(typeof(IDeletable)))
            Add(services, typeof(DeleteRecord<>), typeof(DeleteRecordHandler<>), typeof(CommandOutcome), aggregate);
        if (aggregate.IsAssignableTo(typeof(IRestorable)))
        {
            Add(services, typeof(RestoreRecord<,>), typeof(RestoreRecordHandler<,>), typeof(CommandOutcome), aggregate, record.View!);
            Add(services, typeof(ListTrash<>), typeof(ListTrashHandler<>), typeof(Page<TrashRow>), aggregate);
        }

        if (record.Timeline.Count > 0)
            Add(services, typeof(ListTimeline<>), typeof(ListTimelineHandler<>), typeof(Page<TimelineRow>), aggregate);
    }

    private static void Add(IServiceCollection services, Type request, Type handler, Type content, params Type[] arguments)
    {
        var response = typeof(Result<>).MakeGenericType(content);
        var closed = request.MakeGenericType(arguments);
        services.AddTransient(typeof(IRequestHandler<,>).MakeGenericType(closed, response), handler.MakeGenericType(arguments));
        AddPipeline(services, closed, response);
    }

    /// <summary>The outermost behaviour first.</summary>
    private static void AddPipeline(IServiceCollection services, Type request, Type response)
    {
        var contract = typeof(IPipelineBehavior<,>).MakeGenericType(request, response);
        services.AddTransient(contract, typeof(TelemetryBehaviour<,>).MakeGenericType(request, response));
        services.AddTransient(contract, typeof(AuthorizationBehaviour<,>).MakeGenericType(request, response));
        services.AddTransient(contract, typeof(ValidationBehaviour<,>).MakeGenericType(request, response));
        if (response == typeof(Result<CommandOutcome>))
            services.AddTransient(contract, typeof(UnitOfWorkBehaviour<>).MakeGenericType(request));
    }

    /// <summary>Rules are expensive to build, so a validator without scoped dependencies is a singleton.</summary>
    private static ServiceLifetime LifetimeOf(Type validator) =>
        validator.GetConstructors().SelectMany(c => c.GetParameters()).All(p => p.ParameterType == typeof(IClock))
            ? ServiceLifetime.Singleton
            : ServiceLifetime.Scoped;

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
