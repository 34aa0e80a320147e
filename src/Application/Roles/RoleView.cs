using System.Text.Json;

namespace Crm.Application.Roles;

/// <summary>A role as returned by GET.</summary>
/// <param name="Permissions">In the form in which they were given.</param>
public sealed record RoleView(
    Guid Id,
    string Name,
    string? Description,
    JsonElement Permissions,
    bool IsActive,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IView;

internal sealed class RoleViewReader : IViewReader<RoleView>
{
    public Task<RoleView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct) => db.QuerySingleOrDefaultAsync<RoleView>(
        $"""
        select r.id, r.name, r.description, r.permissions, r.is_active, r.created_at, r.updated_at, r.version
        from roles r where r.id = {id} and r.deleted_at is null {scope.On("r")}
        """,
        ct);
}
