using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Npgsql;

namespace Crm.Bench.Runner;

/// <summary>A read with its samples and the statements that the service sends for one request.</summary>
internal sealed record RecordedRead(
    Read Read, IReadOnlyList<Dictionary<string, string>> Samples, IReadOnlyList<Statement> Statements, int Bytes)
{
    public static string Fill(string path, Dictionary<string, string> sample) =>
        sample.Aggregate(path, (p, v) => p.Replace($"{{{v.Key}}}", Uri.EscapeDataString(v.Value), StringComparison.Ordinal));

    /// <summary>The read's requests in the format of load.lua.</summary>
    /// <param name="service">Issues the access tokens.</param>
    /// <param name="database">The database that shows which body each sample starts with.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<string>> RequestsAsync(ServiceProcess service, Database database, CancellationToken ct)
    {
        var others = new HashSet<string>();
        if (Read.OtherBodySampleQuery is { } sql)
        {
            await using var connection = await database.ConnectAsync(ct);
            others = [.. await connection.QueryAsync<string>(sql)];
        }

        var lines = new List<string>();
        foreach (var sample in Samples)
        {
            var (first, second) = (Fill(Read.Body, sample), Fill(Read.OtherBody, sample));
            if (sample.TryGetValue("deal", out var deal) && others.Contains(deal))
                (first, second) = (second, first);
            lines.Add($"{Read.Method}\t{Fill(Read.Path, sample)}\t{await service.TokenAsync(sample["caller"], ct)}\t{first}\t{second}");
        }

        return lines;
    }
}

/// <summary>Sends one request of each read and records the statements that the service sends to PostgreSQL.</summary>
internal static partial class StatementRecorder
{
    private const int Depth = 1_000;
    private static int markers;

    public static async Task<IReadOnlyList<RecordedRead>> RecordAsync(
        Database database, Programs programs, IReadOnlyList<Read> reads, string folder, CancellationToken ct)
    {
        using var recorder = new Recorder(new NpgsqlConnectionStringBuilder(database.Service).Port);
        await using var service = await ServiceProcess.StartAsync(database, programs, recorder.Port, folder, ct);
        await using var connection = await database.ConnectAsync(ct);
        await connection.ExecuteAsync(
            "drop schema if exists bench cascade; create schema bench; grant usage on schema bench to crm_service; set search_path = " +
                "public, bench");
        var recordedReads = new List<RecordedRead>();
        foreach (var read in reads)
        {
            var samples = await SamplesAsync(connection, read.SampleQuery);
            if (samples.Count == 0)
                throw new BenchException($"These data contain no samples for {read.Name}.");
            if (read.Path.Contains("{cursor}", StringComparison.Ordinal))
                samples = await PageDownAsync(service, read, samples, ct);
            if (await RecordAsync(service, recorder, read, samples[0], ct) is not var (statements, bytes))
            {
                Log.Line($"{read.Name}: the service does not support it; skipped");
                continue;
            }

            // The statements of another request must differ only in the values of the sample; otherwise a value was wrongly recorded as a
            // constant. If the statements themselves differ, an unrelated one (such as a health check) may have been recorded: try again
            // with a sample that no write has changed yet.
            var second = await RecordAsync(service, recorder, read, samples[^1], ct);
            if (second is var (others, _) && !others.Select(s => s.Sql).SequenceEqual(statements.Select(s => s.Sql)))
                (statements, bytes) = await RecordAsync(service, recorder, read, samples[samples.Count / 2], ct) ?? (statements, bytes);
            foreach (var difference in Differences(read, statements, second?.Statements ?? []))
                Log.Line($"{read.Name}: {difference}");
            await StoreAsync(connection, read, samples, ct);
            recordedReads.Add(new RecordedRead(read, samples, statements, bytes));
            Log.Line($"{read.Name}: {statements.Count} statement(s) in {statements.Select(s => s.Batch).Distinct().Count()} round " +
                $"trip(s), a response of {bytes:N0} bytes");
        }

        return recordedReads;
    }

    /// <summary>The samples of a read, without recorded statements.</summary>
    public static async Task<RecordedRead> SampleAsync(Database database, Read read, CancellationToken ct)
    {
        await using var connection = await database.ConnectAsync(ct);
        return new RecordedRead(read, await SamplesAsync(connection, read.SampleQuery), [], 0);
    }

    /// <summary>Whether this version of the service supports the read.</summary>
    public static async Task<bool> IsSupportedAsync(ServiceProcess service, RecordedRead read, CancellationToken ct) =>
        read.Read.Writes || (await service.SendAsync(
            "GET", RecordedRead.Fill(read.Read.Path, read.Samples[0]), read.Samples[0]["caller"], "", ct)).Status == HttpStatusCode.OK;

    private static async Task<IReadOnlyList<Dictionary<string, string>>> SamplesAsync(NpgsqlConnection connection, string sql) =>
        [.. (await connection.QueryAsync(sql)).Select(
            row => ((IDictionary<string, object?>)row).ToDictionary(c => c.Key, c => (string)c.Value!))];

    /// <summary>Stores the samples in a table that pgbench reads as the service role.</summary>
    private static async Task StoreAsync(
        NpgsqlConnection connection, Read read, IReadOnlyList<Dictionary<string, string>> samples, CancellationToken ct)
    {
        var names = samples[0].Keys.ToList();
        var table = $"bench.\"{read.Name}\"";
        await connection.ExecuteAsync(
            $"create table {table} (n integer primary key, {string.Join(", ", names.Select(n => $"{n} text not null"))})");
        await using (var writer = await connection.BeginBinaryImportAsync($"copy {table} from stdin (format binary)", ct))
        {
            foreach (var (sample, i) in samples.Select((p, i) => (p, i)))
            {
                await writer.StartRowAsync(ct);
                await writer.WriteAsync(i + 1, ct);
                foreach (var name in names)
                    await writer.WriteAsync(sample[name], ct);
            }

            await writer.CompleteAsync(ct);
        }

        await connection.ExecuteAsync($"analyze {table}; grant select on {table} to crm_service");
    }

    /// <summary>Reads the list page by page, as a client would, and returns samples with the last cursors.</summary>
    private static async Task<IReadOnlyList<Dictionary<string, string>>> PageDownAsync(
        ServiceProcess service, Read read, IReadOnlyList<Dictionary<string, string>> samples, CancellationToken ct)
    {
        var cursors = new Queue<string>();
        var pages = 0;
        for (var path = RecordedRead.Fill(
            read.Path.Replace("&cursor={cursor}", "", StringComparison.Ordinal), samples[0]); pages < Depth; pages++)
        {
            var next = cursors.Count == 0 ? path : $"{path}&cursor={cursors.Last()}";
            var (status, text) = await service.SendAsync("GET", next, samples[0]["caller"], "", ct);
            if (status != HttpStatusCode.OK)
                throw new BenchException($"{read.Name}: page {pages} returned {(int)status}: {text}");
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.GetProperty("nextCursor").GetString() is not { } cursor || Keys(cursor)[1] is null)
                break; // the last page, or the contacts without any activity, which are sorted last
            cursors.Enqueue(cursor);
            if (cursors.Count > 11)
                cursors.Dequeue();
        }

        Log.Line($"{read.Name}: {pages} pages on");
        // A cursor is valid only for the user who received it.
        return [.. cursors.Select(
            c => new Dictionary<string, string>(samples[0]) { ["cursor"] = c, ["key"] = Keys(c)[1]!, ["tie"] = Keys(c)[2]! })];
    }

    /// <summary>The position in a cursor: a list of three texts after the signature.</summary>
    private static string?[] Keys(string cursor) => JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(cursor).AsSpan(16))!;

    private static async Task<(IReadOnlyList<Statement> Statements, int Bytes)?> RecordAsync(
        ServiceProcess service, Recorder recorder, Read read, Dictionary<string, string> sample, CancellationToken ct)
    {
        // The first request of a user loads the user's permissions, which are cached from then on.
        await service.SendAsync("GET", "/api/auth/me", sample["caller"], "", ct);
        recorder.Drain();
        var started = DateTime.UtcNow;
        var marker = string.Create(CultureInfo.InvariantCulture, $"9{++markers:000000000}");
        var body = RecordedRead.Fill(sample.GetValueOrDefault("current_stage") == "NEGOTIATING" ? read.OtherBody : read.Body, sample)
            .Replace("#", marker, StringComparison.Ordinal);
        var (status, text) = await service.SendAsync(read.Method, RecordedRead.Fill(read.Path, sample), sample["caller"], body, ct);
        if (status == HttpStatusCode.NotFound && read.Name.StartsWith("dashboard", StringComparison.Ordinal))
            return null;
        if (status is not (HttpStatusCode.OK or HttpStatusCode.Created))
            throw new BenchException($"{read.Name}: {(int)status} {text}");
        var statements = recorder.Drain();
        var known = sample.Where(p => p.Key is not ("caller" or "current_stage")).ToDictionary();
        if (!read.Writes)
            return ([.. statements.Select(s => s with { Parameters = [.. s.Parameters.Select(p => p with { Value = Named(p, known) })] })],
                text.Length);
        known["marker"] = marker;
        using var response = JsonDocument.Parse(text);
        known["id"] = response.RootElement.GetProperty("id").GetString()!;
        return ([.. statements.Select(
            s => s with { Parameters =
                [.. Columns(s, read).Select(p => p with { Value = Generated(Named(p, known), p.Type, Inserts(s), started) })] })],
                text.Length);
    }

    /// <summary>A parameter's value, with the values of the sample replaced by their names.</summary>
    private static string? Named(Parameter parameter, Dictionary<string, string> known)
    {
        if (parameter.Value is not { } value || value.Contains('«', StringComparison.Ordinal))
            return parameter.Value;
        if (parameter.Type.EndsWith("[]", StringComparison.Ordinal))
        {
            // Arrays are compared without regard to order.
            foreach (var (name, text) in known)
            {
                if (text.StartsWith('{') && Items(text).SetEquals(Items(value)))
                    return $"«{name}»";
            }
        }

        foreach (var (name, text) in known.OrderByDescending(p => p.Value.Length))
        {
            if (text == value || text.Length >= 3)
                value = value.Replace(text, $"«{name}»", StringComparison.Ordinal);
        }

        return value;
    }

    /// <summary>Replaces the values that a write generates each time: new ids and the current time.</summary>
    private static string? Generated(string? value, string type, bool inserted, DateTime started) => value is null ? null : type switch
    {
        "uuid" or "uuid[]" when inserted => IdPattern().Replace(value, "«new»"),
        "timestamptz" or "timestamptz[]" => MomentPattern().Replace(
            value, m => DateTime.Parse(m.Value[..^3], CultureInfo.InvariantCulture) >= started.AddSeconds(-1) ? "«now»" : m.Value),
        _ => value,
    };

    private static bool Inserts(Statement statement) => statement.Sql.TrimStart().StartsWith("insert", StringComparison.OrdinalIgnoreCase);

    /// <summary>The parameters; the values of columns that change with each write are replaced by the column name.</summary>
    private static IEnumerable<Parameter> Columns(Statement statement, Read read)
    {
        var columns = new Dictionary<int, string>();
        var where = statement.Sql.IndexOf("WHERE", StringComparison.Ordinal);
        if (statement.Sql.StartsWith("UPDATE", StringComparison.Ordinal))
        {
            foreach (Match match in ComparedPattern().Matches(statement.Sql))
            {
                var name = match.Groups[1].Value;
                columns[Number(match.Groups[2])] = match.Index < where && read.Columns.ContainsKey(name + "_next") ? name + "_next" : name;
            }
        }
        else if (InsertPattern().Match(statement.Sql) is { Success: true } insert)
        {
            foreach (var (name, value) in insert.Groups[1].Value.Split(',').Zip(insert.Groups[2].Value.Split(',')))
            {
                if (value.Trim().StartsWith('$'))
                    columns[int.Parse(value.Trim()[1..], CultureInfo.InvariantCulture)] = name.Trim();
            }
        }

        return statement.Parameters.Select(
            (p, i) => columns.GetValueOrDefault(i + 1) is { } name && read.Columns.ContainsKey(name) ? p with { Value = $"«{name}»" } : p);

        static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\+00")]
    private static partial Regex MomentPattern();

    [GeneratedRegex(@"(\w+) = \$(\d+)")]
    private static partial Regex ComparedPattern();

    [GeneratedRegex(@"^INSERT INTO \w+ \(([^)]*)\)\s*VALUES \(([^)]*)\)")]
    private static partial Regex InsertPattern();

    private static HashSet<string> Items(string array) => [.. array.Trim('{', '}').Replace("\"", "", StringComparison.Ordinal).Split(',')];

    private static IEnumerable<string> Differences(Read read, IReadOnlyList<Statement> first, IReadOnlyList<Statement> second)
    {
        if (!first.Select(s => s.Sql).SequenceEqual(second.Select(s => s.Sql)))
        {
            var only = first.Select(s => s.Sql).Except(second.Select(s => s.Sql))
                .Concat(second.Select(s => s.Sql).Except(first.Select(s => s.Sql)));
            yield return $"two requests send different statements; the first one's are used. Not in both: {string.Join(" | ", only)}";
            yield break;
        }

        // The audit rows and messages of a write contain times and versions. It makes no difference that pgbench always writes the same
        // text.
        foreach (var (a, b) in first.Zip(second).TakeWhile(_ => !read.Writes))
        {
            for (var i = 0; i < a.Parameters.Count; i++)
            {
                if (a.Parameters[i].Value != b.Parameters[i].Value)
                    yield return $"${i + 1} differs: {a.Parameters[i].Value} and {b.Parameters[i].Value}; the first is used: " +
                        $"{a.Sql.Trim()[..Math.Min(60, a.Sql.Trim().Length)]}…";
            }
        }
    }
}
