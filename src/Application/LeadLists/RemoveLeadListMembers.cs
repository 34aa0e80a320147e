namespace Crm.Application.LeadLists;

[Requires(Resource.LeadLists, RightAction.Update)]
public sealed record RemoveLeadListMembers : LeadSelection, ICommand<LeadListRemoval>;

/// <summary>The result of removing leads from a list.</summary>
/// <param name="Removed">Leads that were removed.</param>
/// <param name="NotPresent">Ids that were not members, or that the caller cannot see.</param>
public sealed record LeadListRemoval(int Removed, int NotPresent);

internal sealed class RemoveLeadListMembersValidator : AbstractValidator<RemoveLeadListMembers>
{
    public RemoveLeadListMembersValidator(ICurrentUser user) => Include(new LeadSelectionValidator(user));
}

internal sealed class RemoveLeadListMembersHandler(LeadListAccess access, IWriteDb db, ICurrentUser user, IClock clock)
    : ICommandHandler<RemoveLeadListMembers, LeadListRemoval>
{
    private sealed record Counts(int Found, int Removed);

    public async Task<Result<Reply<LeadListRemoval>>> HandleAsync(RemoveLeadListMembers command, CancellationToken ct)
    {
        var list = await access.FindForMembersAsync(command.ListId, ct);
        if (list.Error is { } error)
            return error;
        var counts = (await db.QuerySingleOrDefaultAsync<Counts>(
            $"""
            with found as ({command.Sql(user.Required, clock.Now)}),
            removed as (
                delete from lead_list_members m using found f where m.lead_list_id = {command.ListId} and m.lead_id = f.id returning 1)
            select (select count(*) from found)::int as found, (select count(*) from removed)::int as removed
            """,
            ct))!;
        list.Value.ChangeMembers(0, counts.Removed, clock.Now);
        return Reply.Value(new LeadListRemoval(counts.Removed, (command.LeadIds?.Distinct().Count() ?? counts.Found) - counts.Removed));
    }
}
