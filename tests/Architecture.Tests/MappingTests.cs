using Crm.Application.Common.Mapping;
using Mapster;

namespace Crm.Architecture.Tests;

/// <summary>The mapper is strict: a mapping that would lose or change values does not compile.</summary>
public sealed class MappingTests
{
    private sealed record Source(string Name, int? Count, int Number);

    private sealed record Same
    {
        public string Name { get; init; } = "";
        public int? Count { get; init; }
        public int? Number { get; init; }
    }

    private sealed record More
    {
        public string Name { get; init; } = "";
        public string? Missing { get; init; }
    }

    private sealed record Converted
    {
        public string Number { get; init; } = "";
    }

    private sealed record NotNull
    {
        public int Count { get; init; }
    }

    [Test]
    public void Each_mapping_of_the_application_compiles() => Assert.That(Mappings.Mapper.Config.RuleMap, Has.Count.GreaterThan(20));

    [Test]
    public void Members_of_the_same_name_and_type_are_mapped()
    {
        var mapper = Mappings.Create(config => config.NewConfig<Source, Same>());
        Assert.That(mapper.Map<Source, Same>(new Source("a", null, 2)), Is.EqualTo(new Same { Name = "a", Count = null, Number = 2 }));
    }

    [Test]
    public void A_member_without_a_counterpart_fails() => Fails<Source, More>();

    [Test]
    public void A_conversion_that_is_not_registered_fails() => Fails<Source, Converted>();

    [Test]
    public void A_nullable_value_is_not_mapped_to_a_required_one() => Fails<Source, NotNull>();

    [Test]
    public void Only_registered_types_are_mapped() =>
        Assert.That(() => Mappings.Create(_ => { }).Map<Source, Same>(new Source("a", 1, 2)), Throws.Exception);

    private static void Fails<TSource, TDestination>() =>
        Assert.That(() => Mappings.Create(config => config.NewConfig<TSource, TDestination>()), Throws.InstanceOf<CompileException>());
}
