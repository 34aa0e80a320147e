using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Crm.Bench.Runner;

/// <summary>
/// A proxy between a service and PostgreSQL that records what the service sends: the statements, the types of their parameters and the
/// values.
/// </summary>
internal sealed class Recorder : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Statement> statements = [];
    private readonly int target;
    private int batch;
    private Exception? fault;

    /// <param name="target">The port of PostgreSQL.</param>
    public Recorder(int target)
    {
        this.target = target;
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Returns the statements that were sent since the last call.</summary>
    public IReadOnlyList<Statement> Drain()
    {
        lock (statements)
        {
            if (fault is not null)
                throw new BenchException($"The protocol messages of the service could not be parsed: {fault.Message}");
            var recorded = statements.ToArray();
            statements.Clear();
            batch = 0;
            return recorded;
        }
    }

    public void Dispose()
    {
        stopping.Cancel();
        listener.Stop();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stopping.Token);
                _ = ServeAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
            // The recorder was disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var front = client;
        using var server = new TcpClient { NoDelay = true };
        front.NoDelay = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, target, stopping.Token);
            await Task.WhenAny(
                ForwardAsync(front.GetStream(), server.GetStream(), new Session(this)),
                ForwardAsync(server.GetStream(), front.GetStream(), null));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One side closed the connection.
        }
    }

    private async Task ForwardAsync(NetworkStream from, NetworkStream to, Session? session)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, stopping.Token) is > 0 and var count)
        {
            try
            {
                session?.Read(buffer.AsSpan(0, count));
            }
            catch (Exception e)
            {
                fault = e;
            }

            await to.WriteAsync(buffer.AsMemory(0, count), stopping.Token);
        }
    }

    /// <summary>Parses the client messages of one connection: Parse has a statement and its types, Bind its values.</summary>
    private sealed class Session(Recorder recorder)
    {
        private readonly Dictionary<string, (string Sql, int[] Types)> prepared = [];
        private readonly List<byte> pending = [];
        private bool started;
        private bool bound;

        public void Read(ReadOnlySpan<byte> bytes)
        {
            pending.AddRange(bytes);
            var data = pending.ToArray().AsSpan();
            var at = 0;
            while (true)
            {
                // The start-up message has no type byte; neither has the rejected SSL request before it.
                var head = started ? 5 : 4;
                if (data.Length - at < head)
                    break;
                var length = BinaryPrimitives.ReadInt32BigEndian(data[(at + head - 4)..]) + head - 4;
                if (data.Length - at < length)
                    break;
                var message = data.Slice(at, length);
                if (started)
                    Message((char)message[0], new Reader(message[5..].ToArray()));
                else
                    started = BinaryPrimitives.ReadInt32BigEndian(message[4..]) >> 16 == 3;
                at += length;
            }

            pending.RemoveRange(0, at);
        }

        private void Message(char type, Reader reader)
        {
            switch (type)
            {
                case 'P':
                    var name = reader.Text();
                    var sql = reader.Text();
                    prepared[name] = (sql, [.. Enumerable.Range(0, reader.Short()).Select(_ => reader.Int())]);
                    break;
                case 'B':
                    reader.Text();
                    Bind(prepared[reader.Text()], reader);
                    bound = true;
                    break;
                case 'S' when bound:
                    bound = false;
                    lock (recorder.statements)
                        recorder.batch++;
                    break;
            }
        }

        private void Bind((string Sql, int[] Types) statement, Reader reader)
        {
            var formats = Enumerable.Range(0, reader.Short()).Select(_ => reader.Short()).ToArray();
            var parameters = new Parameter[reader.Short()];
            for (var i = 0; i < parameters.Length; i++)
            {
                var type = i < statement.Types.Length ? statement.Types[i] : 0;
                var binary = formats.Length switch { 0 => false, 1 => formats[0] == 1, _ => formats[i] == 1 };
                var value = reader.Bytes();
                parameters[i] = new Parameter(
                    Values.NameOf(type), value is null ? null : binary ? Values.TextOf(type, value) : Encoding.UTF8.GetString(value));
            }

            lock (recorder.statements)
                recorder.statements.Add(new Statement(statement.Sql, parameters, recorder.batch));
        }
    }

    private sealed class Reader(byte[] data)
    {
        private int at;

        public short Short()
        {
            at += 2;
            return BinaryPrimitives.ReadInt16BigEndian(data.AsSpan(at - 2));
        }

        public int Int()
        {
            at += 4;
            return BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at - 4));
        }

        public string Text()
        {
            var end = Array.IndexOf(data, (byte)0, at);
            var text = Encoding.UTF8.GetString(data, at, end - at);
            at = end + 1;
            return text;
        }

        public byte[]? Bytes()
        {
            var length = Int();
            if (length < 0)
                return null;
            at += length;
            return data[(at - length)..at];
        }
    }

    /// <summary>Converts values from the binary format to PostgreSQL's text format.</summary>
    private static class Values
    {
        private static readonly Dictionary<int, (string Name, int Element)> Types = new()
        {
            [16] = ("boolean", 0),
            [17] = ("bytea", 0),
            [1001] = ("bytea[]", 17),
            [20] = ("bigint", 0),
            [21] = ("smallint", 0),
            [23] = ("integer", 0),
            [25] = ("text", 0),
            [1043] = ("text", 0),
            [1082] = ("date", 0),
            [1184] = ("timestamptz", 0),
            [1700] = ("numeric", 0),
            [2950] = ("uuid", 0),
            [3802] = ("jsonb", 0),
            [114] = ("json", 0),
            [1000] = ("boolean[]", 16),
            [1016] = ("bigint[]", 20),
            [1007] = ("integer[]", 23),
            [1009] = ("text[]", 25),
            [1015] = ("text[]", 1043),
            [1182] = ("date[]", 1082),
            [1185] = ("timestamptz[]", 1184),
            [1231] = ("numeric[]", 1700),
            [2951] = ("uuid[]", 2950),
            [3807] = ("jsonb[]", 3802),
        };

        public static string NameOf(int type) => type == 0 ? "" : Known(type).Name;

        public static string TextOf(int type, byte[] value)
        {
            if (type != 0 && Known(type).Element is > 0 and var element)
                return ArrayOf(element, new Reader(value));
            return type switch
            {
                17 => "\\x" + Convert.ToHexStringLower(value),
                16 => value[0] == 1 ? "true" : "false",
                20 => BinaryPrimitives.ReadInt64BigEndian(value).ToString(CultureInfo.InvariantCulture),
                21 => BinaryPrimitives.ReadInt16BigEndian(value).ToString(CultureInfo.InvariantCulture),
                23 => BinaryPrimitives.ReadInt32BigEndian(value).ToString(CultureInfo.InvariantCulture),
                1082 => new DateOnly(2000, 1, 1).AddDays(BinaryPrimitives.ReadInt32BigEndian(value))
                    .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                1184 => new DateTime(2000, 1, 1).AddTicks(BinaryPrimitives.ReadInt64BigEndian(value) * 10)
                    .ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00'", CultureInfo.InvariantCulture),
                1700 => Numeric(new Reader(value)),
                2950 => new Guid(value, bigEndian: true).ToString(),
                3802 => Encoding.UTF8.GetString(value.AsSpan(1)),
                _ => Encoding.UTF8.GetString(value),
            };
        }

        private static (string Name, int Element) Known(int type) =>
            Types.TryGetValue(type, out var known) ? known
                : throw new InvalidOperationException($"The service sent a parameter of type {type}, which the recorder does not know.");

        private static string ArrayOf(int element, Reader reader)
        {
            var dimensions = reader.Int();
            reader.Int();
            reader.Int();
            if (dimensions == 0)
                return "{}";
            var count = reader.Int();
            reader.Int();
            var items = Enumerable.Range(0, count).Select(_ => reader.Bytes() is { } item ? Quoted(TextOf(element, item)) : "NULL");
            return $"{{{string.Join(',', items)}}}";
        }

        private static string Quoted(string text) =>
            $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

        /// <summary>Groups of four digits; the first group has the weight 10000^weight.</summary>
        private static string Numeric(Reader reader)
        {
            var (groups, weight, sign, scale) = (reader.Short(), reader.Short(), reader.Short(), reader.Short());
            var sum = 0m;
            for (var i = 0; i < groups; i++)
            {
                var digits = (decimal)reader.Short();
                for (var exponent = weight - i; exponent > 0; exponent--)
                    digits *= 10_000m;
                for (var exponent = weight - i; exponent < 0; exponent++)
                    digits /= 10_000m;
                sum += digits;
            }

            return (sign == 0 ? sum : -sum).ToString($"F{scale}", CultureInfo.InvariantCulture);
        }
    }
}
