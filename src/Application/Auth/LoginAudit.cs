using System.Text.Json;

namespace Crm.Application.Auth;

/// <summary>Writes logins to the audit, because no change of a record does so. The login and password of the request are never
/// written.</summary>
public sealed class LoginAudit(IRequestContext request, IClock clock) : IScopedService
{
    public Task SucceededAsync(IWriteDb db, Guid userId, CancellationToken ct) =>
        WriteAsync(db, "LOGIN", nameof(Login), userId, userId, ct);

    /// <param name="db">The transaction that counts the failure.</param>
    /// <param name="userId">The user of the login. Null if there is no such user.</param>
    /// <param name="command">The use case that checked the password.</param>
    /// <param name="actor">The caller. Null if the request is anonymous.</param>
    /// <param name="ct">Cancels the statement.</param>
    public Task FailedAsync(IWriteDb db, Guid? userId, string command, Guid? actor, CancellationToken ct) =>
        WriteAsync(db, "LOGIN_FAILED", command, userId, actor, ct);

    private Task<int> WriteAsync(IWriteDb db, string action, string command, Guid? entityId, Guid? actor, CancellationToken ct) =>
        db.ExecuteAsync(
            $"""
            insert into audit_logs (id, entity_type, entity_id, action, metadata, ip_address, user_agent, created_at, user_id)
            values ({clock.NewId()}, 'User', {entityId}, {action}, {Metadata(command)}::jsonb, {request.IpAddress}, {request.UserAgent},
                {clock.Now}, {actor})
            """,
            ct);

    private string Metadata(string command) => JsonSerializer.Serialize(new { command, traceId = request.TraceId });
}
