using Crm.Infrastructure.Persistence;

namespace Crm.Api.Hosting;

/// <summary>The verb rollups: checks the maintained sums, or counts them anew.</summary>
internal static class RollupsVerb
{
    /// <exception cref="StartException">A sum is not what the records give.</exception>
    public static async Task RunAsync(Rollups rollups, Arguments arguments, IProgress<string> progress, CancellationToken ct)
    {
        if (arguments.Rebuild)
        {
            progress.Report("Counting everything anew");
            await rollups.RebuildAsync(ct);
            progress.Report("The sums are rebuilt");
            return;
        }

        progress.Report("Comparing the sums with the records");
        var differences = await rollups.VerifyAsync(ct);
        if (differences.Count > 0)
        {
            throw new StartException(string.Join('\n', differences
                .Select(d => $"{d.Figure}: {d.Sums} sum(s) are wrong, such as (too high by) {d.Example}")
                .Append("Run crm rollups --rebuild to count them anew.")));
        }

        progress.Report("Every sum is what the records give");
    }
}
