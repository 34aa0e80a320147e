using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using Dapper;
using Npgsql;

namespace Crm.Bench.Runner;

/// <summary>What requests of a read are about, and the statements that the service sends for one.</summary>
internal sealed record Taken(Read Read, IReadOnlyList<Dictionary<string, string>> Picks, IReadOnlyList<Statement> Statements, int Bytes)
{
    public string PathOf(Dictionary<string, string> pick) => Fill(Read.Path, pick);

    public static string Fill(string path, Dictionary<string, string> pick) =>
        pick.Aggregate(path, (p, v) => p.Replace($"{{{v.Key}}}", Uri.EscapeDataString(v.Value), StringComparison.Ordinal));
}

/// <summary>Makes one request of each read through a recorder, and takes down what the service sends.</summary>
internal static class Taker
{
    private const int Depth = 1_000;

    public static async Task<IReadOnlyList<Taken>> TakeAsync(Store store, Programs programs, IReadOnlyList<Read> reads, string folder, CancellationToken ct)
    {
        using var recorder = new Recorder(new NpgsqlConnectionStringBuilder(store.Service).Port);
        await using var service = await ServiceProcess.StartAsync(store, programs, recorder.Port, folder, ct);
        await using var connection = await store.ConnectAsync(ct);
        await connection.ExecuteAsync("drop schema if exists bench cascade; create schema bench; grant usage on schema bench to crm_service; set search_path = public, bench");
        var taken = new List<Taken>();
        foreach (var read in reads)
        {
            var picks = await PicksAsync(connection, read.Picks);
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
            var second = await TakeAsync(service, recorder, read, picks[^1], ct);
            foreach (var difference in Differences(statements, second?.Statements ?? []))
                Say.Line($"{read.Name}: {difference}");
            await StoreAsync(connection, read, picks, ct);
            taken.Add(new Taken(read, picks, statements, bytes));
            Say.Line($"{read.Name}: {statements.Count} statement(s) in {statements.Select(s => s.Batch).Distinct().Count()} round trip(s), an answer of {bytes:N0} bytes");
        }

        return taken;
    }

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
        for (var path = Taken.Fill(read.Path.Replace("&cursor={cursor}", "", StringComparison.Ordinal), picks[0]); pages < Depth; pages++)
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
        var (status, text) = await service.SendAsync("GET", Taken.Fill(read.Path, pick), pick["caller"], "", ct);
        if (status == HttpStatusCode.NotFound && read.Name.StartsWith("dashboard", StringComparison.Ordinal))
            return null;
        if (status != HttpStatusCode.OK)
            throw new BenchException($"{read.Name}: {(int)status} {text}");
        var statements = recorder.Take();
        return ([.. statements.Select(s => s with { Parameters = [.. s.Parameters.Select(p => p with { Value = Named(p, pick) })] })], text.Length);
    }

    /// <summary>A parameter's value with the pick's values as names.</summary>
    private static string? Named(Parameter parameter, Dictionary<string, string> pick)
    {
        if (parameter.Value is not { } value)
            return null;
        if (parameter.Type.EndsWith("[]", StringComparison.Ordinal))
        {
            // The order of an array's items may differ.
            foreach (var (name, text) in pick)
            {
                if (text.StartsWith('{') && Items(text).SetEquals(Items(value)))
                    return $"«{name}»";
            }
        }

        foreach (var (name, text) in pick.OrderByDescending(p => p.Value.Length))
        {
            if (text == value || (text.Length >= 3 && value.Contains(text, StringComparison.Ordinal)))
                return value.Replace(text, $"«{name}»", StringComparison.Ordinal);
        }

        return value;
    }

    private static HashSet<string> Items(string array) => [.. array.Trim('{', '}').Replace("\"", "", StringComparison.Ordinal).Split(',')];

    private static IEnumerable<string> Differences(IReadOnlyList<Statement> first, IReadOnlyList<Statement> second)
    {
        if (!first.Select(s => s.Sql).SequenceEqual(second.Select(s => s.Sql)))
        {
            yield return "two requests send different statements; the first one's are used";
            yield break;
        }

        foreach (var (a, b) in first.Zip(second))
        {
            for (var i = 0; i < a.Parameters.Count; i++)
            {
                if (a.Parameters[i].Value != b.Parameters[i].Value)
                    yield return $"${i + 1} is {a.Parameters[i].Value} once and {b.Parameters[i].Value} then; the first is used: {a.Sql.Trim()[..Math.Min(60, a.Sql.Trim().Length)]}…";
            }
        }
    }
}
