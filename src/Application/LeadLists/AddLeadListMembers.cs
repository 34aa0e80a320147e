namespace Crm.Application.LeadLists;

[Requires(Resource.LeadLists, RightAction.Update)]
public sealed record AddLeadListMembers : LeadSelection, ICommand<LeadListAddition>;

/// <summary>The result of adding leads to a list.</summary>
/// <param name="Added">Leads that were added.</param>
/// <param name="AlreadyPresent">Leads that were already members.</param>
/// <param name="NotFound">Ids of leads that do not exist or that the caller cannot see.</param>
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
        var requested = command.LeadIds?.Distinct().Count() ?? counts.Found;
        return Reply.Value(new LeadListAddition(counts.Added, counts.Found - counts.Added, requested - counts.Found));
    }
}
