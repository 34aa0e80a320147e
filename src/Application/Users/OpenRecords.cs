namespace Crm.Application.Users;

/// <summary>What a user has to do with that is still open: it keeps them from being deleted, and is what a hand-over gives to another.</summary>
internal sealed class OpenRecords(IWriteDb db) : IScopedService
{
    /// <summary>Records of one kind.</summary>
    /// <param name="Resource">The kind.</param>
    /// <param name="Table">Where they are.</param>
    /// <param name="UserColumn">Names the user.</param>
    /// <param name="Condition">Which of the user's are open.</param>
    public sealed record Kind(Resource Resource, string Table, string UserColumn, SqlFragment Condition)
    {
        internal SqlFragment From(SqlFragment userId) =>
            $"from {SqlFragment.Name(Table)} where {SqlFragment.Name(UserColumn)} = {userId} and {Condition}";
    }

    public static readonly IReadOnlyList<Kind> Kinds =
    [
        new(Resource.Companies, "companies", "owner_id", $"deleted_at is null"),
        new(Resource.Contacts, "contacts", "owner_id", $"deleted_at is null"),
        new(Resource.Deals, "deals", "owner_id", $"is_active"),
        new(Resource.Leads, "leads", "assigned_to_id", $"not is_converted and deleted_at is null"),
        new(Resource.Tasks, "tasks", "assignee_id", $"status in ('PENDING', 'IN_PROGRESS', 'DEFERRED') and deleted_at is null"),
    ];

    private sealed record CountRow(int Kind, int N);

    /// <summary>How many there are of each kind.</summary>
    public async Task<IReadOnlyDictionary<Resource, int>> CountAsync(Guid userId, CancellationToken ct)
    {
        SqlFragment user = $"{userId}";
        var counts = Kinds.Select((k, i) => (SqlFragment)$"select {SqlFragment.Constant(i)} as kind, count(*)::int as n {k.From(user)}");
        var rows = await db.QueryAsync<CountRow>(SqlFragment.Join($" union all ", counts), ct);
        return rows.ToDictionary(r => Kinds[r.Kind].Resource, r => r.N);
    }

    /// <summary>Some of one kind, always the same ones first.</summary>
    public Task<IReadOnlyList<Guid>> FirstAsync(Resource resource, Guid userId, int most, CancellationToken ct)
    {
        var kind = Kinds.Single(k => k.Resource == resource);
        return db.QueryAsync<Guid>($"select id {kind.From($"{userId}")} order by id limit {most}", ct);
    }
}
