using System.ComponentModel;
using System.Diagnostics;

namespace Crm.LocalPostgres;

/// <summary>Runs a program until it exits, and collects its output.</summary>
internal static class CommandLine
{
    internal sealed record CommandOutcome(int ExitCode, string Output);

    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments, passed unchanged.</param>
    /// <param name="user">The user to run it as (only root may name one); null for the current user.</param>
    /// <param name="workingDirectory">A folder that this user may enter.</param>
    /// <param name="cancellationToken">Terminates the program.</param>
    internal static async Task<CommandOutcome> RunAsync(
        string file,
        IEnumerable<string> arguments,
        string? user,
        string workingDirectory,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (user is not null)
            start.UserName = user;

        // PGPORT, PGOPTIONS and the like from the environment must not reach this server; messages are parsed, so they have to be in
        // English.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new LocalPostgresException(
                $"{file} could not be run ({failure.Message}): check that it exists and is executable.", failure);
        }

        using (process)
        {
            try
            {
                process.StandardInput.Close();
                var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
                var error = process.StandardError.ReadToEndAsync(cancellationToken);
                await process.WaitForExitAsync(cancellationToken);
                return new CommandOutcome(process.ExitCode, (await output + await error).Trim());
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
    }
}
