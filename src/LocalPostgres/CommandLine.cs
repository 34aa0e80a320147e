using System.ComponentModel;
using System.Diagnostics;

namespace Crm.LocalPostgres;

/// <summary>Runs a program to its end and collects what it prints.</summary>
internal static class CommandLine
{
    internal sealed record CommandOutcome(int ExitCode, string Output);

    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments, passed on as they are.</param>
    /// <param name="user">The user to run it as (only root may name one); null for the present user.</param>
    /// <param name="workingDirectory">A folder that the user may enter.</param>
    /// <param name="cancellationToken">Cancelled, it ends the program.</param>
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

        // Somebody's PGPORT or PGOPTIONS must not reach this server; messages are read, so they are asked for in English.
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
            throw new LocalPostgresException($"{file} could not be run ({failure.Message}): check that it is there and may be executed.", failure);
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
