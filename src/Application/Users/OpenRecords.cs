namespace Crm.Application.Users;

/// <summary>The open records of a user. They prevent deletion of the user, and reassigning gives them to another user.</summary>
internal sealed class OpenRecords(IWriteDb db) : IScopedService
{
    /// <summary>Records of one kind.</summary>
    /// <param name="Resource">The resource.</param>
    /// <param name="Table">The table of the records.</param>
    /// <param name="UserColumn">The column of the user.</param>
    /// <param name="Condition">The condition for open records.</param>
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

    /// <summary>Counts the records of each kind.</summary>
    public async Task<IReadOnlyDictionary<Resource, int>> CountAsync(Guid userId, CancellationToken ct)
    {
        SqlFragment user = $"{userId}";
        var counts = Kinds.Select((k, i) => (SqlFragment)$"select {SqlFragment.Constant(i)} as kind, count(*)::int as n {k.From(user)}");
        var rows = await db.QueryAsync<CountRow>(SqlFragment.Join($" union all ", counts), ct);
        return rows.ToDictionary(r => Kinds[r.Kind].Resource, r => r.N);
    }

    /// <summary>Some records of one kind, always in the same order.</summary>
    public Task<IReadOnlyList<Guid>> FirstAsync(Resource resource, Guid userId, int most, CancellationToken ct)
    {
        var kind = Kinds.Single(k => k.Resource == resource);
        return db.QueryAsync<Guid>($"select id {kind.From($"{userId}")} order by id limit {most}", ct);
    }
}
