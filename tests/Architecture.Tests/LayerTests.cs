using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Crm.Architecture.Tests;

/// <summary>Rule 1: the references between the layers.</summary>
public sealed class LayerTests
{
    private static readonly string[] ApplicationMay =
    [
        "Crm.Domain", "MediatR", "FluentValidation", "Mapster", "Mapster.Core",
        "Microsoft.Extensions.DependencyInjection.Abstractions", "System.ComponentModel", "netstandard",
    ];

    private static string[] References(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(a => a.Name!)];

    [Test]
    public void The_domain_refers_to_nothing_but_the_base_library()
    {
        Assert.That(References(Solution.Domain), Has.All.StartsWith("System."));
        Assert.That(File.ReadAllText(Path.Combine(Solution.Root, "src/Domain/Crm.Domain.csproj")), Does.Not.Contain("Reference"));
    }

    [Test]
    public void The_domain_knows_no_clock_and_no_input_or_output()
    {
        using var file = new PEReader(File.OpenRead(Solution.Domain.Location));
        var metadata = file.GetMetadataReader();
        var types = metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(t => $"{metadata.GetString(t.Namespace)}.{metadata.GetString(t.Name)}").ToArray();
        Assert.That(types.Where(
            t => Regex.IsMatch(t,
                @"^System\.(IO|Net|Data|Diagnostics\.Process|Threading)\.|^System\.(TimeProvider|Console|Environment|Random)$")), Is.Empty);
        var members = metadata.MemberReferences.Select(metadata.GetMemberReference).Select(m => metadata.GetString(m.Name));
        Assert.That(members.Intersect(["get_Now", "get_UtcNow", "get_Today", "NewGuid", "CreateVersion7"]), Is.Empty);
    }

    [Test]
    public void The_application_refers_only_to_the_domain_and_to_libraries_without_io()
    {
        Assert.That(References(Solution.Application).Where(r => !r.StartsWith("System.", StringComparison.Ordinal)),
            Is.SubsetOf(ApplicationMay));
        var project = File.ReadAllText(Path.Combine(Solution.Root, "src/Application/Crm.Application.csproj"));
        Assert.That(
            Regex.Matches(project, "(?:Project|Package|Framework)Reference Include=\"([^\"]+)\"")
                .Select(m => Path.GetFileNameWithoutExtension(m.Groups[1].Value.Split('/')[^1] + ".x")),
            Is.SubsetOf(ApplicationMay.Append("Crm.Domain.csproj")));
    }

    [Test]
    public void The_infrastructure_does_not_refer_to_the_api()
    {
        Assert.That(References(Solution.Infrastructure), Has.None.EqualTo("Crm.Api"));
        Assert.That(References(Solution.Infrastructure), Has.None.StartsWith("FluentValidation"));
    }

    /// <summary>The projects that only a first start needs are not referenced by the service.</summary>
    [TestCase("src/Domain/Crm.Domain.csproj")]
    [TestCase("src/Application/Crm.Application.csproj")]
    [TestCase("src/Infrastructure/Crm.Infrastructure.csproj")]
    public void No_layer_refers_to_the_private_postgresql_or_the_sample_data(string project) =>
        Assert.That(ProjectReferences(project), Has.None.EqualTo("Crm.LocalPostgres").And.None.EqualTo("Crm.SampleData"));

    [Test]
    public void Neither_the_private_postgresql_nor_the_sample_data_refers_to_the_api()
    {
        Assert.That(ProjectReferences("src/LocalPostgres/Crm.LocalPostgres.csproj"), Is.Empty);
        Assert.That(References(Solution.LocalPostgres).Where(r => r.StartsWith("Crm.", StringComparison.Ordinal)), Is.Empty);
        Assert.That(ProjectReferences("src/SampleData/Crm.SampleData.csproj"), Is.EqualTo(new[] { "Crm.Infrastructure" }));
        Assert.That(References(Solution.SampleData), Has.None.EqualTo("Crm.Api").And.None.EqualTo("Crm.LocalPostgres"));
    }

    [Test]
    public void Only_the_composition_uses_the_private_postgresql_and_the_sample_data()
    {
        var users = Solution.Sources("src/Api")
            .Where(f => Regex.IsMatch(f.Text, @"\bCrm\.(LocalPostgres|SampleData)\b")).Select(f => f.Path).ToList();
        Assert.That(users, Is.Not.Empty.And.All.StartsWith("src/Api/Hosting/"));
    }

    private static string[] ProjectReferences(string project) =>
        [.. Regex.Matches(File.ReadAllText(Path.Combine(Solution.Root, project)), "ProjectReference Include=\"[^\"]*/([^\"/]+)\\.csproj\"")
            .Select(m => m.Groups[1].Value)];
}
