using Crm.Infrastructure.Persistence;

namespace Crm.Api.Hosting;

/// <summary>The command rollups: verifies or rebuilds the rollups.</summary>
internal static class RollupsVerb
{
    /// <exception cref="StartException">A rollup differs from the records.</exception>
    public static async Task RunAsync(Rollups rollups, Arguments arguments, IProgress<string> progress, CancellationToken ct)
    {
        if (arguments.Rebuild)
        {
            progress.Report("Rebuilding the rollups");
            await rollups.RebuildAsync(ct);
            progress.Report("The rollups are rebuilt");
            return;
        }

        progress.Report("Comparing the rollups with the records");
        var differences = await rollups.VerifyAsync(ct);
        if (differences.Count > 0)
        {
            throw new StartException(string.Join('\n', differences
                .Select(d => $"{d.Figure}: {d.Sums} rollup(s) are wrong, for example (too high by) {d.Example}")
                .Append("Run crm rollups --rebuild to recompute them.")));
        }

        progress.Report("All rollups match the records");
    }
}
