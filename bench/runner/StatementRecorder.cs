using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Npgsql;

namespace Crm.Bench.Runner;

/// <summary>What requests of a read are about, and the statements that the service sends for one.</summary>
internal sealed record RecordedRead(Read Read, IReadOnlyList<Dictionary<string, string>> Samples, IReadOnlyList<Statement> Statements, int Bytes)
{
    public static string Fill(string path, Dictionary<string, string> pick) =>
        pick.Aggregate(path, (p, v) => p.Replace($"{{{v.Key}}}", Uri.EscapeDataString(v.Value), StringComparison.Ordinal));

    /// <summary>The read's requests as load.lua takes them.</summary>
    /// <param name="service">Gives the users' tokens.</param>
    /// <param name="database">Tells whose turn it is.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<string>> RequestsAsync(ServiceProcess service, Database database, CancellationToken ct)
    {
        var others = new HashSet<string>();
        if (Read.OthersTurn is { } sql)
        {
            await using var connection = await database.ConnectAsync(ct);
            others = [.. await connection.QueryAsync<string>(sql)];
        }

        var lines = new List<string>();
        foreach (var pick in Samples)
        {
            var (first, second) = (Fill(Read.Body, pick), Fill(Read.OtherBody, pick));
            if (pick.TryGetValue("deal", out var deal) && others.Contains(deal))
                (first, second) = (second, first);
            lines.Add($"{Read.Method}\t{Fill(Read.Path, pick)}\t{await service.TokenAsync(pick["caller"], ct)}\t{first}\t{second}");
        }

        return lines;
    }
}

/// <summary>Makes one request of each read through a recorder, and takes down what the service sends.</summary>
internal static partial class StatementRecorder
{
    private const int Depth = 1_000;
    private static int marks;

    public static async Task<IReadOnlyList<RecordedRead>> TakeAsync(Database database, Programs programs, IReadOnlyList<Read> reads, string folder, CancellationToken ct)
    {
        using var recorder = new Recorder(new NpgsqlConnectionStringBuilder(database.Service).Port);
        await using var service = await ServiceProcess.StartAsync(database, programs, recorder.Port, folder, ct);
        await using var connection = await database.ConnectAsync(ct);
        await connection.ExecuteAsync("drop schema if exists bench cascade; create schema bench; grant usage on schema bench to crm_service; set search_path = public, bench");
        var taken = new List<RecordedRead>();
        foreach (var read in reads)
        {
            var picks = await PicksAsync(connection, read.SampleQuery);
            if (picks.Count == 0)
                throw new BenchException($"There is nothing to ask for {read.Name} in these data.");
            if (read.Path.Contains("{cursor}", StringComparison.Ordinal))
                picks = await PageDownAsync(service, read, picks, ct);
            if (await TakeAsync(service, recorder, read, picks[0], ct) is not var (statements, bytes))
            {
                Say.Line($"{read.Name}: the service does not have it; left out");
                continue;
            }

            // What another request sends must differ by the values of its pick alone, or something was taken for constant that is not.
            // Another statement may have come from elsewhere, as the answer to a question after the service's health: then once more, with a
            // pick that no write has changed yet.
            var second = await TakeAsync(service, recorder, read, picks[^1], ct);
            if (second is var (others, _) && !others.Select(s => s.Sql).SequenceEqual(statements.Select(s => s.Sql)))
                (statements, bytes) = await TakeAsync(service, recorder, read, picks[picks.Count / 2], ct) ?? (statements, bytes);
            foreach (var difference in Differences(read, statements, second?.Statements ?? []))
                Say.Line($"{read.Name}: {difference}");
            await StoreAsync(connection, read, picks, ct);
            taken.Add(new RecordedRead(read, picks, statements, bytes));
            Say.Line($"{read.Name}: {statements.Count} statement(s) in {statements.Select(s => s.Batch).Distinct().Count()} round trip(s), an answer of {bytes:N0} bytes");
        }

        return taken;
    }

    /// <summary>What requests are about, without taking anything down.</summary>
    public static async Task<RecordedRead> PickAsync(Database database, Read read, CancellationToken ct)
    {
        await using var connection = await database.ConnectAsync(ct);
        return new RecordedRead(read, await PicksAsync(connection, read.SampleQuery), [], 0);
    }

    /// <summary>Whether the service has it.</summary>
    public static async Task<bool> AnswersAsync(ServiceProcess service, RecordedRead taken, CancellationToken ct) =>
        taken.Read.Writes || (await service.SendAsync("GET", RecordedRead.Fill(taken.Read.Path, taken.Samples[0]), taken.Samples[0]["caller"], "", ct)).Status == HttpStatusCode.OK;

    private static async Task<IReadOnlyList<Dictionary<string, string>>> PicksAsync(NpgsqlConnection connection, string sql) =>
        [.. (await connection.QueryAsync(sql)).Select(row => ((IDictionary<string, object?>)row).ToDictionary(c => c.Key, c => (string)c.Value!))];

    /// <summary>The picks as a table, for pgbench; the service's role may read it.</summary>
    private static async Task StoreAsync(NpgsqlConnection connection, Read read, IReadOnlyList<Dictionary<string, string>> picks, CancellationToken ct)
    {
        var names = picks[0].Keys.ToList();
        var table = $"bench.\"{read.Name}\"";
        await connection.ExecuteAsync($"create table {table} (n integer primary key, {string.Join(", ", names.Select(n => $"{n} text not null"))})");
        await using (var writer = await connection.BeginBinaryImportAsync($"copy {table} from stdin (format binary)", ct))
        {
            foreach (var (pick, i) in picks.Select((p, i) => (p, i)))
            {
                await writer.StartRowAsync(ct);
                await writer.WriteAsync(i + 1, ct);
                foreach (var name in names)
                    await writer.WriteAsync(pick[name], ct);
            }

            await writer.CompleteAsync(ct);
        }

        await connection.ExecuteAsync($"analyze {table}; grant select on {table} to crm_service");
    }

    /// <summary>Goes through the list page by page, as a client would, and keeps the last cursors.</summary>
    private static async Task<IReadOnlyList<Dictionary<string, string>>> PageDownAsync(
        ServiceProcess service, Read read, IReadOnlyList<Dictionary<string, string>> picks, CancellationToken ct)
    {
        var cursors = new Queue<string>();
        var pages = 0;
        for (var path = RecordedRead.Fill(read.Path.Replace("&cursor={cursor}", "", StringComparison.Ordinal), picks[0]); pages < Depth; pages++)
        {
            var next = cursors.Count == 0 ? path : $"{path}&cursor={cursors.Last()}";
            var (status, text) = await service.SendAsync("GET", next, picks[0]["caller"], "", ct);
            if (status != HttpStatusCode.OK)
                throw new BenchException($"{read.Name}: page {pages} answered {(int)status}: {text}");
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.GetProperty("nextCursor").GetString() is not { } cursor || Keys(cursor)[1] is null)
                break; // the end, or contacts without any activity, which come last
            cursors.Enqueue(cursor);
            if (cursors.Count > 11)
                cursors.Dequeue();
        }

        Say.Line($"{read.Name}: {pages} pages on");
        // A cursor is good for the user who got it.
        return [.. cursors.Select(c => new Dictionary<string, string>(picks[0]) { ["cursor"] = c, ["key"] = Keys(c)[1]!, ["tie"] = Keys(c)[2]! })];
    }

    /// <summary>Where a cursor goes on: behind its signature it is a list of three texts.</summary>
    private static string?[] Keys(string cursor) => JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(cursor).AsSpan(16))!;

    private static async Task<(IReadOnlyList<Statement> Statements, int Bytes)?> TakeAsync(
        ServiceProcess service, Recorder recorder, Read read, Dictionary<string, string> pick, CancellationToken ct)
    {
        // The first request of a user reads the user's rights, which are remembered from then on.
        await service.SendAsync("GET", "/api/auth/me", pick["caller"], "", ct);
        recorder.Take();
        var started = DateTime.UtcNow;
        var mark = string.Create(CultureInfo.InvariantCulture, $"9{++marks:000000000}");
        var body = RecordedRead.Fill(pick.GetValueOrDefault("present") == "NEGOTIATING" ? read.OtherBody : read.Body, pick).Replace("#", mark, StringComparison.Ordinal);
        var (status, text) = await service.SendAsync(read.Method, RecordedRead.Fill(read.Path, pick), pick["caller"], body, ct);
        if (status == HttpStatusCode.NotFound && read.Name.StartsWith("dashboard", StringComparison.Ordinal))
            return null;
        if (status is not (HttpStatusCode.OK or HttpStatusCode.Created))
            throw new BenchException($"{read.Name}: {(int)status} {text}");
        var statements = recorder.Take();
        var known = pick.Where(p => p.Key is not ("caller" or "present")).ToDictionary();
        if (!read.Writes)
            return ([.. statements.Select(s => s with { Parameters = [.. s.Parameters.Select(p => p with { Value = Named(p, known) })] })], text.Length);
        known["mark"] = mark;
        using var answer = JsonDocument.Parse(text);
        known["id"] = answer.RootElement.GetProperty("id").GetString()!;
        return ([.. statements.Select(s => s with { Parameters = [.. Columns(s, read).Select(p => p with { Value = Fresh(Named(p, known), p.Type, Inserts(s), started) })] })], text.Length);
    }

    /// <summary>A parameter's value with the pick's values as names.</summary>
    private static string? Named(Parameter parameter, Dictionary<string, string> known)
    {
        if (parameter.Value is not { } value || value.Contains('«', StringComparison.Ordinal))
            return parameter.Value;
        if (parameter.Type.EndsWith("[]", StringComparison.Ordinal))
        {
            // The order of an array's items may differ.
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

    /// <summary>What a write makes anew each time: ids that nobody named before, and the present moment.</summary>
    private static string? Fresh(string? value, string type, bool inserted, DateTime started) => value is null ? null : type switch
    {
        "uuid" or "uuid[]" when inserted => IdPattern().Replace(value, "«new»"),
        "timestamptz" or "timestamptz[]" => MomentPattern().Replace(
            value, m => DateTime.Parse(m.Value[..^3], CultureInfo.InvariantCulture) >= started.AddSeconds(-1) ? "«now»" : m.Value),
        _ => value,
    };

    private static bool Inserts(Statement statement) => statement.Sql.TrimStart().StartsWith("insert", StringComparison.OrdinalIgnoreCase);

    /// <summary>The parameters, those of columns that change with each write by the column's name.</summary>
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

        return statement.Parameters.Select((p, i) => columns.GetValueOrDefault(i + 1) is { } name && read.Columns.ContainsKey(name) ? p with { Value = $"«{name}»" } : p);

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
            var only = first.Select(s => s.Sql).Except(second.Select(s => s.Sql)).Concat(second.Select(s => s.Sql).Except(first.Select(s => s.Sql)));
            yield return $"two requests send different statements; the first one's are used. Not in both: {string.Join(" | ", only)}";
            yield break;
        }

        // A write's audit and messages tell of times and versions; that pgbench writes the same text each time costs it nothing.
        foreach (var (a, b) in first.Zip(second).TakeWhile(_ => !read.Writes))
        {
            for (var i = 0; i < a.Parameters.Count; i++)
            {
                if (a.Parameters[i].Value != b.Parameters[i].Value)
                    yield return $"${i + 1} is {a.Parameters[i].Value} once and {b.Parameters[i].Value} then; the first is used: {a.Sql.Trim()[..Math.Min(60, a.Sql.Trim().Length)]}…";
            }
        }
    }
}
