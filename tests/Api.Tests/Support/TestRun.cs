[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]

namespace Crm.Api.Tests;

/// <summary>Stops the cluster after the test run.</summary>
[SetUpFixture]
public sealed class TestRun
{
    [OneTimeTearDown]
    public async Task Drop_the_database() => await TestCluster.StopAsync();
}
