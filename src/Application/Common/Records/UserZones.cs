namespace Crm.Application.Common.Records;

/// <summary>The time zones of users other than the caller.</summary>
internal sealed class UserZones(IWriteDb db, Organisation organisation) : IScopedService
{
    /// <summary>The time zone of a user's days. The user's setting stays so until the transaction ends.</summary>
    public async Task<Zone> OfAsync(Guid userId, CancellationToken ct) =>
        organisation.ZoneOf(await db.QuerySingleOrDefaultAsync<string>($"select timezone from users where id = {userId} for share", ct));
}
