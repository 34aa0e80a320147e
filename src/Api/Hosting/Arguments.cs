using System.Globalization;

namespace Crm.Api.Hosting;

/// <summary>The command line: a verb and its options.</summary>
/// <param name="Verb">serve, check, migrate, seed, admin-password or rollups.</param>
internal sealed record Arguments(string Verb)
{
    public const string Usage = """
        Usage: crm [serve|check|migrate|seed|admin-password|rollups] [options]
          serve            serve (default); with --data-dir migrate first, and put sample data into an empty database
          check            check the options and CRM_ADMIN_PASSWORD of a serve, create nothing and end
          migrate          bring the database schema up to date and end
          seed             put sample data into an empty database and end
          admin-password   set a new password for the user admin and print it (or take CRM_ADMIN_PASSWORD)
          rollups          check or rebuild the sums that dashboards read: --verify (ends with 1 where one is wrong) or --rebuild
        Options:
          --port <n>                        listen on 127.0.0.1:<n> (default 5080)
          --data-dir <folder>               run a private PostgreSQL with its data there
          --verify, --rebuild               what rollups does; the service may go on meanwhile
          --no-sample                       leave an empty database empty
          --connection-string <text>        the service role's PostgreSQL (then no private one)
          --owner-connection-string <text>  the schema owner's, for migrations (default: the same)
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
        var verbs = new[] { "serve", "check", "migrate", "seed", "admin-password", "rollups" };
        var rest = new Queue<string>(args.SelectMany(a => a.StartsWith("--", StringComparison.Ordinal) && a.Contains('=', StringComparison.Ordinal)
            ? [a[..a.IndexOf('=', StringComparison.Ordinal)], a[(a.IndexOf('=', StringComparison.Ordinal) + 1)..]]
            : new[] { a }));
        var verb = rest.Count > 0 && !rest.Peek().StartsWith('-') ? rest.Dequeue() : "serve";
        if (!verbs.Contains(verb))
            throw new StartException($"There is no verb '{verb}'.\n{Usage}");
        var parsed = new Arguments(verb);
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
                _ => throw new StartException($"There is no option '{option}'.\n{Usage}"),
            };

            string Value() => rest.TryDequeue(out var value) ? value : throw new StartException($"{option} needs a value.");
        }

        return (verb == "rollups") == (parsed.Verify ^ parsed.Rebuild) && !(parsed.Verify && parsed.Rebuild)
            ? parsed
            : throw new StartException($"rollups takes one of --verify and --rebuild, and no other verb does.\n{Usage}");
    }

    private static int PortOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
        ? port
        : throw new StartException($"--port takes a number from 1 to 65535, not '{text}'.");
}
