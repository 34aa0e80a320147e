// Compares the service with a baseline endpoint and with PostgreSQL alone; see bench/README.md. Started by ./build.sh bench.
using System.Runtime.InteropServices;
using Crm.Bench.Runner;
using Crm.LocalPostgres;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

try
{
    var settings = Settings.Parse(args);
    var programs = Programs.Under(Directory.GetCurrentDirectory());
    if (settings.Flatness.Count > 0)
        await new Flatness(settings, programs).RunAsync(stop.Token);
    if (settings.HotOwner)
        await new Writers(settings, programs).HotOwnerAsync(stop.Token);
    if (settings.Soak is { } time)
        await new Writers(settings, programs).SoakAsync(time, stop.Token);
    if (settings is { Flatness.Count: 0, HotOwner: false, Soak: null })
        await new Comparison(settings, programs).RunAsync(stop.Token);
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
catch (Exception e) when (e is BenchException or LocalPostgresException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (Exception e)
{
    // Caught so that the using declarations stop every started program.
    await Console.Error.WriteLineAsync(e.ToString());
    return 1;
}
