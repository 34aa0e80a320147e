[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(2)]

namespace Crm.Api.Tests;

/// <summary>Ends what the run's tests have started.</summary>
[SetUpFixture]
public sealed class TestRun
{
    [OneTimeTearDown]
    public async Task Leave_nothing_behind() => await TestCluster.StopAsync();
}
