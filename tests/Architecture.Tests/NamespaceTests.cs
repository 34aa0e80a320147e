using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using ArchUnitNET.NUnit;

namespace Crm.Architecture.Tests;

/// <summary>Rule 1: within a layer, namespaces refer to one another in one direction.</summary>
[Category("Slow")]
public sealed class NamespaceTests
{
    private static readonly ArchUnitNET.Domain.Architecture Architecture = new ArchLoader()
        .LoadAssemblies(Solution.Domain, Solution.Application, Solution.Infrastructure, Solution.Api).Build();

    [TestCase("Crm.Domain.(**)")]
    [TestCase("Crm.Application.(**)")]
    [TestCase("Crm.Infrastructure.(**)")]
    [TestCase("Crm.Api.(**)")]
    public void Namespaces_have_no_cycle(string slices) =>
        SliceRuleDefinition.Slices().Matching(slices).Should().BeFreeOfCycles().Check(Architecture);
}
