using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Crm.Bench.Runner;

/// <summary>The result of one measurement.</summary>
/// <param name="PerSecond">Requests or transactions per second.</param>
/// <param name="P50">The median latency in milliseconds; null if unknown.</param>
/// <param name="P99">The 99th percentile of the latency in milliseconds; null if unknown.</param>
/// <param name="ServerCpu">Processor time of the server program per request, in milliseconds; null without one.</param>
/// <param name="PostgresCpu">Processor time of PostgreSQL per request, in milliseconds.</param>
/// <param name="Resident">Resident memory of the server program, in megabytes.</param>
internal sealed record Measure(double PerSecond, double? P50, double? P99, double? ServerCpu, double PostgresCpu, double? Resident);

/// <summary>Runs load against an HTTP server or against PostgreSQL directly.</summary>
internal sealed partial class Load(Database database, string folder)
{
    /// <summary>How many transactions a pgbench client runs with the same sample, because fetching a sample costs a round trip.</summary>
    private const int TransactionsPerSample = 10;

    /// <summary>Seconds before pgbench's results count, in which its sessions prepare their statements. The service's pool keeps statements
    /// prepared.</summary>
    public const int PgbenchWarmUp = 2;

    private readonly string wrk = Tool("wrk", "apt-get install wrk");
    private readonly string pgbench = Tool("pgbench", "apt-get install postgresql-contrib");
    private int seed;

    /// <param name="address">The address of the server.</param>
    /// <param name="server">The process id of the server.</param>
    /// <param name="requests">One line for each request: method, path, token, body and alternate body; see load.lua.</param>
    /// <param name="connections">The number of concurrent connections.</param>
    /// <param name="seconds">The duration.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Measure> HttpAsync(
        Uri address, int server, IReadOnlyList<string> requests, int connections, int seconds, CancellationToken ct)
    {
        var file = Path.Combine(folder, "requests.tsv");
        await File.WriteAllLinesAsync(file, requests, ct);
        var environment = new Dictionary<string,
            string>
        { ["BENCH_REQUESTS"] = file, ["BENCH_SEED"] = (++seed).ToString(CultureInfo.InvariantCulture) };
        var (serverBefore, postgresBefore) = (Cpu.OfProcess(server), Cpu.OfPostgres(database.ProcessId));
        var output = await Child.RunAsync(
            wrk,
            ["-t1", $"-c{connections}", $"-d{seconds}s", "--timeout=30s", "-s", Path.Combine(AppContext.BaseDirectory, "load.lua"),
                address.ToString()],
            environment,
            show: false,
            ct);
        var (serverAfter, postgresAfter) = (Cpu.OfProcess(server), Cpu.OfPostgres(database.ProcessId));
        var line = output.Split('\n').FirstOrDefault(l => l.StartsWith("RESULT ", StringComparison.Ordinal)) ??
            throw new BenchException($"wrk gave no result: {output}");
        var numbers = line.Split(' ').Skip(1).Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        var (count, microseconds, failed, broken) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        if (failed + broken > 0)
            Log.Line($"{failed:N0} of {count:N0} responses were errors, {broken:N0} requests were aborted; only successful requests count");
        var done = count - failed;
        if (done <= 0)
            throw new BenchException("No request succeeded in time: increase --seconds.");
        return new Measure(
            done / microseconds * 1e6, numbers[4] / 1000, numbers[5] / 1000, (serverAfter - serverBefore) / done,
            (postgresAfter - postgresBefore) / done, Cpu.Resident(server));
    }

    public async Task<Measure> PgbenchAsync(
        string script, IReadOnlyDictionary<string, string> variables, int connections, int seconds, CancellationToken ct)
    {
        var file = Path.Combine(folder, "statements.pgbench");
        await File.WriteAllTextAsync(file, script, ct);
        var connection = new NpgsqlConnectionStringBuilder(database.Service);
        var environment = new Dictionary<string, string> { ["PGPASSWORD"] = connection.Password!, ["PGOPTIONS"] = "-c timezone=UTC" };
        var before = Cpu.OfPostgres(database.ProcessId);
        var output = await Child.RunAsync(
            pgbench,
            [
                "-n", "-M", "prepared", "-c", connections.ToString(CultureInfo.InvariantCulture), "-j", "1", "-P", "1",
                "-T", (seconds + PgbenchWarmUp).ToString(CultureInfo.InvariantCulture), $"-Dclients={connections}", "-f", file, "-h",
                connection.Host!, "-p", connection.Port.ToString(CultureInfo.InvariantCulture), "-U", connection.Username!,
                .. variables.Select(v => $"-D{v.Key}={v.Value}"), connection.Database!,
            ],
            environment,
            show: false,
            ct);
        var after = Cpu.OfPostgres(database.ProcessId);
        var lines = ProgressPattern().Matches(output).Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        if (lines.Count <= PgbenchWarmUp)
            throw new BenchException($"pgbench gave no result: {output}");
        return new Measure(lines.Skip(PgbenchWarmUp).Average(), null, null, null, (after - before) / Number(CountPattern(), output), null);
    }

    /// <summary>
    /// The recorded statements as a pgbench script. Values that differ between samples come from the read's table: for a read at every
    /// tenth transaction, for a write at every transaction, with a different sample for each client. A write's statements are one
    /// transaction.
    /// </summary>
    public static (string Script, Dictionary<string, string> Variables) ScriptOf(RecordedRead recordedRead)
    {
        var read = recordedRead.Read;
        var variables = new Dictionary<string,
            string>
        { ["turn"] = "0", ["samples"] = recordedRead.Samples.Count.ToString(CultureInfo.InvariantCulture) };
        var picked = new Dictionary<string, string>();
        var sql = new StringBuilder();
        foreach (var batch in recordedRead.Statements.GroupBy(s => s.Batch))
        {
            var begin = read.Writes && batch.Key == recordedRead.Statements[0].Batch;
            var pipeline = begin || batch.Count() > 1;
            sql.Append(pipeline ? "\\startpipeline\n" : "").Append(begin ? "begin;\n" : "");
            foreach (var statement in batch)
            {
                // pgbench ends a statement at the semicolon and keeps line breaks within it.
                var text = ParameterPattern()
                    .Replace(statement.Sql,
                        match => Value(statement.Parameters[int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - 1]));
                sql.Append(string.Join(' ', text.Split('\n').Select(l => l.Trim())).Trim().TrimEnd(';')).Append(";\n");
            }

            sql.Append(pipeline ? "\\endpipeline\n" : "");
        }

        if (read.Writes)
            sql.Append("end;\n");

        string Value(Parameter parameter)
        {
            var type = parameter.Type.Length == 0 ? "" : $"::{parameter.Type}";
            if (parameter.Value is not { } value)
                return $"null{type}";
            var names = NamePattern().Matches(value).Select(m => m.Groups[1].Value).ToList();
            if (names.Count == 0)
                return $":{Constant(value)}{type}";
            if (names.TrueForAll(n => n is "new" or "now"))
            {
                var items = string.Join(", ", names.Select(n => n == "new" ? "gen_random_uuid()" : "now()"));
                return parameter.Type.EndsWith("[]", StringComparison.Ordinal) ? $"array[{items}]" : items;
            }

            // A value composed of parts is built where the sample is read, not in the measured statement.
            var expression = value == $"«{names[0]}»"
                ? Column(names[0])
                : names.Distinct().Aggregate(
                    $":{Constant(value)}::text", (text, n) => $"replace({text}, :{Constant($"«{n}»")}::text, {Column(n)}::text)");
            if (!picked.TryGetValue(expression, out var name))
                picked[expression] = name = $"v{picked.Count + 1}";
            return $":{name}{type}";
        }

        string Column(string name) => read.Columns.TryGetValue(name, out var column) ? column : name switch
        {
            "id" when read.Method == "POST" => "f.id",
            "id" => "p.deal",
            "marker" => "f.marker",
            _ => $"p.{name}",
        };

        string Constant(string value)
        {
            if (variables.FirstOrDefault(v => v.Value == value && v.Key.StartsWith('c')).Key is { } known)
                return known;
            variables[$"c{variables.Count}"] = value;
            return $"c{variables.Count - 1}";
        }

        const string generated = "cross join (select gen_random_uuid() as id, (10000000000 * random())::bigint::text as marker) f";
        var sample = picked.Count == 0
            ? "select 1 as nothing"
            : $"select {string.Join(", ", picked.Select(c => $"{c.Key} as {c.Value}"))} from bench.\"{read.Name}\" p {read.Joins} " +
                $"{(read.Writes ? generated : "")} where p.n = :n";
        var script = read.Writes
            ? $"\\set n 1 + :client_id + :clients * random(0, :samples / :clients - 1)\n{sample} \\gset\n{sql}"
            : $"\\if :turn = 0\n\\set n random(1, :samples)\n{sample} \\gset\n\\endif\n\\set turn (:turn + 1) % " +
                $"{TransactionsPerSample}\n{sql}";
        return (script, variables);
    }

    private static double Number(Regex pattern, string output) => pattern.Match(output) is { Success: true } match
        ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
        : throw new BenchException($"pgbench gave no result: {output}");

    private static string Tool(string name, string remedy)
    {
        var folders = (Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(d => Path.Combine(d, "bin")) : [])
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
        return folders.Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists)
            ?? throw new BenchException($"{name} was not found: {remedy} (Debian, Ubuntu).");
    }

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex ParameterPattern();

    [GeneratedRegex("«([a-z_]+)»")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"progress: [\d.]+ s, ([\d.]+) tps")]
    private static partial Regex ProgressPattern();

    [GeneratedRegex(@"transactions actually processed: (\d+)")]
    private static partial Regex CountPattern();
}
