using System.Globalization;

namespace Crm.Api.Hosting;

/// <summary>The command line: a command and its options.</summary>
/// <param name="Command">serve, check, migrate, seed, admin-password or rollups.</param>
internal sealed record Arguments(string Command)
{
    public const string Usage = """
        Usage: crm [serve|check|migrate|seed|admin-password|rollups] [options]
          serve            run the service (default); with --data-dir first migrate, and add sample data to an empty database
          check            check the options and CRM_ADMIN_PASSWORD for serve, then exit; changes nothing
          migrate          migrate the database schema, then exit
          seed             add sample data to an empty database, then exit
          admin-password   set a new password for the user admin and print it, or set the one in CRM_ADMIN_PASSWORD
          rollups          check or rebuild the rollups that dashboards read: --verify (exit code 1 if one is wrong) or --rebuild
        Options:
          --port <n>                        listen on 127.0.0.1:<n> (default 5080)
          --data-dir <folder>               run a private PostgreSQL with its data in this folder
          --verify, --rebuild               for rollups; the service may keep running
          --no-sample                       do not add sample data
          --connection-string <text>        connect as the service role, without a private PostgreSQL
          --owner-connection-string <text>  connect as the schema owner to migrate (default: as the service role)
        """;

    public int Port { get; private init; } = 5080;
    public string? DataDirectory { get; private init; }
    public bool Sample { get; private init; } = true;
    public bool Verify { get; private init; }
    public bool Rebuild { get; private init; }
    public string? ConnectionString { get; private init; }
    public string? OwnerConnectionString { get; private init; }

    public static Arguments Parse(string[] args)
    {
        var commands = new[] { "serve", "check", "migrate", "seed", "admin-password", "rollups" };
        var rest = new Queue<string>(
            args.SelectMany(a => a.StartsWith("--", StringComparison.Ordinal) && a.Contains('=', StringComparison.Ordinal)
            ? [a[..a.IndexOf('=', StringComparison.Ordinal)], a[(a.IndexOf('=', StringComparison.Ordinal) + 1)..]]
            : new[] { a }));
        var command = rest.Count > 0 && !rest.Peek().StartsWith('-') ? rest.Dequeue() : "serve";
        if (!commands.Contains(command))
            throw new StartException($"Unknown command '{command}'.\n{Usage}");
        var parsed = new Arguments(command);
        while (rest.TryDequeue(out var option))
        {
            parsed = option switch
            {
                "--help" or "-h" => throw new StartException(Usage),
                "--no-sample" => parsed with { Sample = false },
                "--verify" => parsed with { Verify = true },
                "--rebuild" => parsed with { Rebuild = true },
                "--port" => parsed with { Port = PortOf(Value()) },
                "--data-dir" => parsed with { DataDirectory = Path.GetFullPath(Value()) },
                "--connection-string" => parsed with { ConnectionString = Value() },
                "--owner-connection-string" => parsed with { OwnerConnectionString = Value() },
                _ => throw new StartException($"Unknown option '{option}'.\n{Usage}"),
            };

            string Value() => rest.TryDequeue(out var value) ? value : throw new StartException($"{option} needs a value.");
        }

        return (command == "rollups") == (parsed.Verify ^ parsed.Rebuild) && !(parsed.Verify && parsed.Rebuild)
            ? parsed
            : throw new StartException($"rollups requires exactly one of --verify and --rebuild; no other command accepts them.\n{Usage}");
    }

    private static int PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
        ? port
        : throw new StartException($"--port must be a number from 1 to 65535, not '{text}'.");
}
