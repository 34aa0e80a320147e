using System.Linq.Expressions;
using Mapster;
using Mapster.Models;

namespace Crm.Application.Common.Mapping;

/// <summary>
/// The configuration of the mapper, composed of the mapping class of each feature. It is strict: each member of a destination
/// needs a source of the same type or an explicit mapping.
/// </summary>
public static class Mappings
{
    /// <summary>The mapper. Created once per process, because compilation takes a quarter of a second.</summary>
    public static IMapper Mapper { get; } = Create(config => config.Scan(typeof(Mappings).Assembly));

    /// <summary>Creates and compiles a mapper. Fails for a member without a source and for an unregistered conversion.</summary>
    public static IMapper Create(Action<TypeAdapterConfig> register)
    {
        var config = new TypeAdapterConfig { RequireDestinationMemberSource = true, RequireExplicitMapping = true };
        // Mapped objects are immutable; arrays are immutable by convention.
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

    /// <summary>Maps an aggregate and its plain fields to a PUT that changes nothing.</summary>
    internal static void NewUpdate<TAggregate, TDetails, TUpdate>(
        this TypeAdapterConfig config, Expression<Func<TAggregate, TDetails>> details)
        where TDetails : class, new()
    {
        // The details are never null. Without the coalescing, the mapper would handle null and make their members nullable.
        var fields = Expression.Lambda<Func<TAggregate, TDetails>>(
            Expression.Coalesce(details.Body, Expression.New(typeof(TDetails))), details.Parameters);
        config.NewConfig<TAggregate, TUpdate>().Map(update => update, fields);
    }

    private static bool IsRegistered(TypeAdapterConfig config, PreCompileArgument pair) =>
        config.RuleMap.ContainsKey(new TypeTuple(pair.SourceType, pair.DestinationType));

    /// <summary>Whether the types differ in more than nullability.</summary>
    private static bool IsConversion(Type source, Type destination) =>
        source != destination && source != Nullable.GetUnderlyingType(destination) && !source.IsAssignableTo(destination);
}
