namespace Crm.Architecture.Tests;

/// <summary>Rules 5 and 6: which code saves changes and which code reads the clock.</summary>
public sealed class SourceTests
{
    private static string[] FilesWith(string pattern, params string[] folders) =>
        [.. folders.SelectMany(Solution.Sources).Where(f => Regex.IsMatch(Solution.Code(f.Text), pattern)).Select(f => f.Path)];

    [Test]
    public void Only_the_unit_of_work_saves() =>
        Assert.That(FilesWith(@"\bSaveChanges(Async)?\s*\(", "src"), Is.EqualTo(new[] { "src/Infrastructure/Persistence/UnitOfWork.cs" }));

    [Test]
    public void Only_the_pipeline_and_the_composition_run_a_unit_of_work() => Assert.That(
        FilesWith(@"\bIUnitOfWork\b", "src/Application", "src/Api/Endpoints", "src/Api/Http"),
        Is.EqualTo(new[] { "src/Application/Common/Behaviours/UnitOfWorkBehaviour.cs", "src/Application/Common/Ports/IUnitOfWork.cs" }));

    [Test]
    public void Only_the_infrastructure_and_the_composition_read_the_system_clock() => Assert.That(
        FilesWith(@"\bDateTime(Offset)?\s*\.\s*(Now|UtcNow|Today)\b|\bTimeProvider\s*\.\s*System\b|\bEnvironment\s*\.\s*TickCount",
            "src/Domain", "src/Application", "src/Api/Endpoints", "src/Api/Http", "src/Api/OpenApi"),
        Is.Empty);

    [Test]
    public void Ids_are_created_with_the_clock_of_the_service() => Assert.That(
        FilesWith(@"\bGuid\s*\.\s*(NewGuid|CreateVersion7\s*\(\s*\))", "src/Domain", "src/Application", "src/Infrastructure/Persistence"),
        Is.Empty);
}
