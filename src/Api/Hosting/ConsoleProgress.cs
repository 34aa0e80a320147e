using System.Diagnostics;

namespace Crm.Api.Hosting;

/// <summary>Writes progress messages to the console, with the seconds since the start.</summary>
internal sealed class ConsoleProgress : IProgress<string>
{
    private readonly Stopwatch clock = Stopwatch.StartNew();

    public void Report(string value) => Console.WriteLine($"{clock.Elapsed.TotalSeconds,6:0.0} s  {value}");
}
