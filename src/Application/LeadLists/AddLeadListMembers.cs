namespace Crm.Application.LeadLists;

[Requires(Resource.LeadLists, RightAction.Update)]
public sealed record AddLeadListMembers : LeadSelection, ICommand<LeadListAddition>;

/// <summary>What became of the leads that were to join a list.</summary>
/// <param name="Added">Joined now.</param>
/// <param name="AlreadyPresent">Were members already.</param>
/// <param name="NotFound">Ids of no lead that you see.</param>
public sealed record LeadListAddition(int Added, int AlreadyPresent, int NotFound);

internal sealed class AddLeadListMembersValidator : AbstractValidator<AddLeadListMembers>
{
    public AddLeadListMembersValidator(ICurrentUser user) => Include(new LeadSelectionValidator(user));
}

internal sealed class AddLeadListMembersHandler(LeadListAccess access, IWriteDb db, ICurrentUser user, IClock clock)
    : ICommandHandler<AddLeadListMembers, LeadListAddition>
{
    private sealed record Counts(int Found, int Added);

    public async Task<Result<Reply<LeadListAddition>>> HandleAsync(AddLeadListMembers command, CancellationToken ct)
    {
        var list = await access.FindForMembersAsync(command.ListId, ct);
        if (list.Error is { } error)
            return error;
        var now = clock.Now;
        var counts = (await db.QuerySingleOrDefaultAsync<Counts>(
            $"""
            with found as ({command.Sql(user.Required, clock.Now)}),
            added as (
                insert into lead_list_members (lead_list_id, lead_id, added_at, added_by_id)
                select {command.ListId}, id, {now}, {user.Required.UserId} from found order by id
                on conflict do nothing returning 1)
            select (select count(*) from found)::int as found, (select count(*) from added)::int as added
            """,
            ct))!;
        list.Value.ChangeMembers(counts.Added, 0, now);
        var asked = command.LeadIds?.Distinct().Count() ?? counts.Found;
        return Reply.Value(new LeadListAddition(counts.Added, counts.Found - counts.Added, asked - counts.Found));
    }
}
