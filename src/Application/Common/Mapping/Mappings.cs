using System.Linq.Expressions;
using Mapster;
using Mapster.Models;

namespace Crm.Application.Common.Mapping;

/// <summary>
/// The one configuration of the mapper, made of the mapping class of each feature. It is strict: each member of a destination has
/// a source of the same type, or a mapping of its own.
/// </summary>
public static class Mappings
{
    /// <summary>The mapper; made once in a process, because compiling takes a quarter of a second.</summary>
    public static IMapper Mapper { get; } = Create(config => config.Scan(typeof(Mappings).Assembly));

    /// <summary>Builds and compiles a mapper; a member without a source, or a conversion that is not registered, fails here.</summary>
    public static IMapper Create(Action<TypeAdapterConfig> register)
    {
        var config = new TypeAdapterConfig { RequireDestinationMemberSource = true, RequireExplicitMapping = true };
        // What is mapped is immutable, arrays by convention.
        config.Default.ShallowCopyForSameType(true);
        register(config);
        config.Rules.Add(new TypeAdapterRule
        {
            Priority = pair => IsConversion(pair.SourceType, pair.DestinationType) && !IsRegistered(config, pair) ? 0 : null,
            Settings = new TypeAdapterSettings
            {
                ConverterFactory = pair => throw new InvalidOperationException(
                    $"No conversion from {pair.SourceType} to {pair.DestinationType} is registered."),
            },
        });
        config.Compile(failFast: true);
        return new MapsterMapper.Mapper(config);
    }

    /// <summary>Maps an aggregate, and its plain fields with it, to a PUT that changes nothing.</summary>
    internal static void NewUpdate<TAggregate, TDetails, TUpdate>(
        this TypeAdapterConfig config, Expression<Func<TAggregate, TDetails>> details)
        where TDetails : class, new()
    {
        // The details are never null; without the coalescing, the mapper would provide for it and make their members nullable.
        var fields = Expression.Lambda<Func<TAggregate, TDetails>>(
            Expression.Coalesce(details.Body, Expression.New(typeof(TDetails))), details.Parameters);
        config.NewConfig<TAggregate, TUpdate>().Map(update => update, fields);
    }

    private static bool IsRegistered(TypeAdapterConfig config, PreCompileArgument pair) =>
        config.RuleMap.ContainsKey(new TypeTuple(pair.SourceType, pair.DestinationType));

    /// <summary>Whether the types differ by more than that the destination may be null.</summary>
    private static bool IsConversion(Type source, Type destination) =>
        source != destination && source != Nullable.GetUnderlyingType(destination) && !source.IsAssignableTo(destination);
}
