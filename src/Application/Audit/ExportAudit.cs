using System.Text.Json;

namespace Crm.Application.Audit;

/// <summary>
/// Writes exports to the audit: who took which rows out of the service. The rows themselves are not written. As with a login, the record is
/// the user, so that anyone who may see the audit of the user sees it.
/// </summary>
public sealed class ExportAudit(ISeparateTransaction transactions, IRequestContext request, ICurrentUser user, IClock clock)
    : IScopedService
{
    /// <param name="name">The name of the report or list.</param>
    /// <param name="filters">The filters; the value is null if it may be personal.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="ct">Cancels the statement.</param>
    public Task WriteAsync(string name, IReadOnlyDictionary<string, string?> filters, int rows, CancellationToken ct)
    {
        var caller = user.Required;
        var metadata = JsonSerializer.Serialize(
            new { command = "Export", name, filters, rows, traceId = request.TraceId, apiKeyId = caller.ApiKeyId });
        return transactions.RunAsync(
            db => db.ExecuteAsync(
                $"""
                insert into audit_logs (id, entity_type, entity_id, action, metadata, ip_address, user_agent, created_at, user_id)
                values ({clock.NewId()}, 'User', {caller.UserId}, 'EXPORT', {metadata}::jsonb, {request.IpAddress}, {request.UserAgent},
                    {clock.Now}, {caller.UserId})
                """,
                ct),
            ct);
    }
}
