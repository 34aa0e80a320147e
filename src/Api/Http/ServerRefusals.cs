using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Crm.Api.Http;

/// <summary>
/// Problem documents for what the server rejects before the application runs: a malformed or too long request line, too large headers, a
/// request that does not arrive. The server announces such a response by a diagnostic event, and then writes it without content; the
/// connection's writer replaces it.
/// </summary>
internal sealed class ServerRefusals(IClock clock) : IObserver<KeyValuePair<string, object?>>
{
    private const string EventName = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    /// <summary>Connection middleware: makes the responses of the connection replaceable.</summary>
    public static Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var writer = new Writer(connection.Transport.Output);
        connection.Transport = new Pipes(connection.Transport.Input, writer);
        connection.Features.Set(writer);
        return next(connection);
    }

    /// <summary>Starts to observe the server of an application.</summary>
    public static void Observe(IServiceProvider services) => services.GetRequiredService<DiagnosticListener>().Subscribe(
        new ServerRefusals(services.GetRequiredService<IClock>()), name => name == EventName);

    public void OnNext(KeyValuePair<string, object?> value)
    {
        // The writer sees encrypted bytes if the server itself does TLS; then the response stays as it is.
        if (value.Value is IFeatureCollection features && features.Get<Writer>() is { } writer &&
            features.Get<ITlsConnectionFeature>() is null && features.Get<IHttpResponseFeature>() is { HasStarted: false } &&
            features.Get<IBadRequestExceptionFeature>()?.Error is BadHttpRequestException error)
            writer.Replace(Render(error.StatusCode, features));
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private byte[] Render(int status, IFeatureCollection features)
    {
        var trace = features.Get<IHttpRequestIdentifierFeature>()?.TraceIdentifier ?? "";
        var (code, detail) = Problems.OfStatus(status, RequestBody.MaxBytes);
        var content = Problems.Render(status, new Error(code, detail, ErrorKind.Invalid), "/", trace);
        var now = clock.Now.ToString("r", CultureInfo.InvariantCulture);
        var head = $"HTTP/1.1 {status} {ReasonPhrases.GetReasonPhrase(status)}\r\nContent-Type: {Problems.MediaType}\r\nContent-Length: " +
            $"{content.Length}\r\nConnection: close\r\nDate: {now}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\r\n";
        var isHead = features.Get<IHttpRequestFeature>() is { Method: "HEAD" };
        return [.. Encoding.ASCII.GetBytes(head), .. isHead ? [] : content];
    }

    private sealed class Pipes(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;
        public PipeWriter Output => output;
    }

    /// <summary>Passes everything on, until a response replaces all that follows.</summary>
    private sealed class Writer(PipeWriter inner) : PipeWriter
    {
        private byte[]? replacement;
        private bool isSent;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;
        public override long UnflushedBytes => inner.UnflushedBytes;

        public void Replace(byte[] response) => replacement ??= response;

        public override void Advance(int bytes)
        {
            if (replacement is null)
                inner.Advance(bytes);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) =>
            replacement is null ? inner.GetMemory(sizeHint) : new byte[Math.Max(sizeHint, 4096)];

        public override Span<byte> GetSpan(int sizeHint = 0) =>
            replacement is null ? inner.GetSpan(sizeHint) : new byte[Math.Max(sizeHint, 4096)];

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            if (replacement is null)
                return inner.FlushAsync(cancellationToken);
            if (isSent)
                return ValueTask.FromResult(new FlushResult(isCanceled: false, isCompleted: false));
            isSent = true;
            return inner.WriteAsync(replacement, cancellationToken);
        }

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
    }
}
