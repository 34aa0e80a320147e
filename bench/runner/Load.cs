using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Crm.Bench.Runner;

/// <summary>What one measurement gave.</summary>
/// <param name="PerSecond">Requests or transactions a second.</param>
/// <param name="P50">Milliseconds; null where it is not known.</param>
/// <param name="P99">Likewise.</param>
/// <param name="ServerCpu">Processor milliseconds of the server program per request; null without one.</param>
/// <param name="PostgresCpu">Likewise of PostgreSQL.</param>
/// <param name="Resident">Megabytes of the server program.</param>
internal sealed record Measure(double PerSecond, double? P50, double? P99, double? ServerCpu, double PostgresCpu, double? Resident);

/// <summary>Puts load on a server or on PostgreSQL itself.</summary>
internal sealed partial class Load(Store store, string folder)
{
    /// <summary>How often one client of pgbench goes on with the same pick: fetching one costs a round trip of its own.</summary>
    private const int SamePick = 10;

    private readonly string wrk = Tool("wrk", "apt-get install wrk");
    private readonly string pgbench = Tool("pgbench", "apt-get install postgresql-contrib");
    private int seed;

    /// <param name="address">The server.</param>
    /// <param name="server">Its process.</param>
    /// <param name="requests">A line each: method, path, token, body and another body; see load.lua.</param>
    /// <param name="connections">At once.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Measure> HttpAsync(Uri address, int server, IReadOnlyList<string> requests, int connections, int seconds, CancellationToken ct)
    {
        var file = Path.Combine(folder, "requests.tsv");
        await File.WriteAllLinesAsync(file, requests, ct);
        var environment = new Dictionary<string, string> { ["BENCH_REQUESTS"] = file, ["BENCH_SEED"] = (++seed).ToString(CultureInfo.InvariantCulture) };
        var (serverBefore, postgresBefore) = (Cpu.OfProcess(server), Cpu.OfPostgres(store.ProcessId));
        var output = await Child.RunAsync(
            wrk,
            ["-t1", $"-c{connections}", $"-d{seconds}s", "--timeout=30s", "-s", Path.Combine(AppContext.BaseDirectory, "load.lua"), address.ToString()],
            environment,
            show: false,
            ct);
        var (serverAfter, postgresAfter) = (Cpu.OfProcess(server), Cpu.OfPostgres(store.ProcessId));
        var line = output.Split('\n').FirstOrDefault(l => l.StartsWith("RESULT ", StringComparison.Ordinal)) ?? throw new BenchException($"wrk gave no result: {output}");
        var numbers = line.Split(' ').Skip(1).Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        var (count, microseconds, refused, broken) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        if (refused + broken > 0)
            Say.Line($"{refused:N0} of {count:N0} answers were errors, {broken:N0} requests broke off");
        return new Measure(
            count / microseconds * 1e6, numbers[4] / 1000, numbers[5] / 1000, (serverAfter - serverBefore) / count, (postgresAfter - postgresBefore) / count, Cpu.Resident(server));
    }

    public async Task<Measure> PgbenchAsync(string script, IReadOnlyDictionary<string, string> variables, int connections, int seconds, CancellationToken ct)
    {
        var file = Path.Combine(folder, "statements.pgbench");
        await File.WriteAllTextAsync(file, script, ct);
        var connection = new NpgsqlConnectionStringBuilder(store.Service);
        var environment = new Dictionary<string, string> { ["PGPASSWORD"] = connection.Password!, ["PGOPTIONS"] = "-c timezone=UTC" };
        var before = Cpu.OfPostgres(store.ProcessId);
        var output = await Child.RunAsync(
            pgbench,
            [
                "-n", "-M", "prepared", "-c", connections.ToString(CultureInfo.InvariantCulture), "-j", "1", "-T", seconds.ToString(CultureInfo.InvariantCulture),
                "-f", file, "-h", connection.Host!, "-p", connection.Port.ToString(CultureInfo.InvariantCulture), "-U", connection.Username!,
                .. variables.Select(v => $"-D{v.Key}={v.Value}"), connection.Database!,
            ],
            environment,
            show: false,
            ct);
        var after = Cpu.OfPostgres(store.ProcessId);
        var perSecond = Number(TpsPattern(), output);
        return new Measure(perSecond, null, null, null, (after - before) / Number(CountPattern(), output), null);
    }

    /// <summary>The recorded statements as a script: what differs from pick to pick comes from the read's table, every tenth time anew.</summary>
    public static (string Script, Dictionary<string, string> Variables) ScriptOf(Taken taken)
    {
        var variables = new Dictionary<string, string> { ["turn"] = "0", ["picks"] = taken.Picks.Count.ToString(CultureInfo.InvariantCulture) };
        var columns = new Dictionary<string, string>();
        var sql = new StringBuilder();
        foreach (var batch in taken.Statements.GroupBy(s => s.Batch))
        {
            if (batch.Count() > 1)
                sql.Append("\\startpipeline\n");
            foreach (var statement in batch)
            {
                // pgbench ends a statement at its semicolon; the lines of one are joined, for a backslash or comment would end it, too.
                var text = ParameterPattern().Replace(statement.Sql, match => Value(statement.Parameters[int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - 1]));
                sql.Append(string.Join(' ', text.Split('\n').Select(l => l.Trim())).Trim().TrimEnd(';')).Append(";\n");
            }

            if (batch.Count() > 1)
                sql.Append("\\endpipeline\n");
        }

        string Value(Parameter parameter)
        {
            var type = parameter.Type.Length == 0 ? "" : $"::{parameter.Type}";
            if (parameter.Value is not { } value)
                return $"null{type}";
            var varying = VaryingPattern().Match(value);
            if (!varying.Success)
                return $":{Constant(value)}{type}";
            var column = varying.Groups[1].Value;
            var expression = value == varying.Value ? column : $"replace(:{Constant(value)}::text, :{Constant(varying.Value)}::text, {column})";
            if (!columns.TryGetValue(expression, out var name))
                columns[expression] = name = $"v{columns.Count + 1}";
            return $":{name}{type}";
        }

        string Constant(string value)
        {
            if (variables.FirstOrDefault(v => v.Value == value && v.Key.StartsWith('c')).Key is { } known)
                return known;
            variables[$"c{variables.Count}"] = value;
            return $"c{variables.Count - 1}";
        }

        var pick = columns.Count == 0 ? "select 1 as nothing" : $"select {string.Join(", ", columns.Select(c => $"{c.Key} as {c.Value}"))} from bench.\"{taken.Read.Name}\" where n = :n";
        var script = $"\\if :turn = 0\n\\set n random(1, :picks)\n{pick} \\gset\n\\endif\n\\set turn (:turn + 1) % {SamePick}\n{sql}";
        return (script, variables);
    }

    private static double Number(Regex pattern, string output) => pattern.Match(output) is { Success: true } match
        ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
        : throw new BenchException($"pgbench gave no result: {output}");

    private static string Tool(string name, string remedy)
    {
        var folders = (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(d => Path.Combine(d, "bin")) : [])
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
        return folders.Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists)
            ?? throw new BenchException($"{name} was not found: {remedy} (Debian, Ubuntu).");
    }

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex ParameterPattern();

    [GeneratedRegex("«([a-z_]+)»")]
    private static partial Regex VaryingPattern();

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex TpsPattern();

    [GeneratedRegex(@"transactions actually processed: (\d+)")]
    private static partial Regex CountPattern();
}
