namespace Crm.Application.Users;

/// <summary>What a user has to do with that is still open: it keeps them from being deleted, and is what a hand-over gives to another.</summary>
internal sealed class OpenRecords(IWriteDb db) : IScopedService
{
    /// <summary>Records of one kind.</summary>
    /// <param name="Resource">The kind.</param>
    /// <param name="Table">Where they are.</param>
    /// <param name="Condition">Which of them are open and the user's, <c>@userId</c>.</param>
    public sealed record Kind(Resource Resource, string Table, string Condition);

    public static readonly IReadOnlyList<Kind> Kinds =
    [
        new(Resource.Companies, "companies", "owner_id = @userId and deleted_at is null"),
        new(Resource.Contacts, "contacts", "owner_id = @userId and deleted_at is null"),
        new(Resource.Deals, "deals", "owner_id = @userId and is_active"),
        new(Resource.Leads, "leads", "assigned_to_id = @userId and not is_converted and deleted_at is null"),
        new(Resource.Tasks, "tasks", "assignee_id = @userId and status in ('PENDING', 'IN_PROGRESS', 'DEFERRED') and deleted_at is null"),
    ];

    private static readonly string CountSql = string.Join(" union all ", Kinds.Select((k, i) => $"select {i} as kind, count(*)::int as n from {k.Table} where {k.Condition}"));

    private sealed record CountRow(int Kind, int N);

    /// <summary>How many there are of each kind.</summary>
    public async Task<IReadOnlyDictionary<Resource, int>> CountAsync(Guid userId, CancellationToken ct) =>
        (await db.QueryAsync<CountRow>(CountSql, new { userId }, ct)).ToDictionary(r => Kinds[r.Kind].Resource, r => r.N);

    /// <summary>Some of one kind, always the same ones first.</summary>
    public Task<IReadOnlyList<Guid>> FirstAsync(Resource resource, Guid userId, int most, CancellationToken ct)
    {
        var kind = Kinds.Single(k => k.Resource == resource);
        return db.QueryAsync<Guid>($"select id from {kind.Table} where {kind.Condition} order by id limit @most", new { userId, most }, ct);
    }
}
