using Crm.Domain.Leads;

namespace Crm.Application.Leads;

/// <summary>A new activity of a lead.</summary>
internal sealed record NewLeadActivity(Guid Id, Guid LeadId, LeadActivityRequest Fields);

/// <summary>Writes activities of leads, all of a request in one statement. Activities are never changed.</summary>
internal sealed class LeadActivityLog(IWriteDb db, ICurrentUser user, IClock clock) : IScopedService
{
    private sealed record VisibleLead(Guid Id, bool MayWrite);

    /// <summary>Writes the activities. If any lead is not visible, or the caller may not update it, nothing is written.</summary>
    /// <param name="activities">The validated activities.</param>
    /// <param name="field">The member that names the lead of an activity. Null if the URL names it.</param>
    /// <param name="ct">Cancels statements.</param>
    public async Task<Error?> WriteAsync(IReadOnlyList<NewLeadActivity> activities, Func<int, string>? field, CancellationToken ct)
    {
        var ids = activities.Select(a => a.LeadId).Distinct().ToArray();
        if (await CheckAsync(ids, activities, field, ct) is { } rejected)
            return rejected;
        var now = clock.Now;
        var leadIds = activities.Select(a => a.LeadId).ToArray();
        var at = activities.Select(a => a.Fields.CreatedAt ?? now).ToArray();
        await db.ExecuteAsync(
            $"""
            insert into lead_activities (
                id, lead_id, type, description, metadata, ip_address, user_agent, url, duration, created_at, created_by_id)
            select a.id, a.lead_id, a.type, a.description, a.metadata::jsonb, a.ip_address, a.user_agent, a.url, a.duration, a.created_at,
                {user.Required.UserId}
            from unnest(
                {activities.Select(a => a.Id).ToArray()},
                {leadIds},
                {activities.Select(a => EnumText<LeadActivityType>.Of(a.Fields.Type!.Value)).ToArray()},
                {activities.Select(a => a.Fields.Description).ToArray()},
                {activities.Select(a => a.Fields.Metadata?.GetRawText()).ToArray()},
                {activities.Select(a => a.Fields.IpAddress).ToArray()},
                {activities.Select(a => a.Fields.UserAgent).ToArray()},
                {activities.Select(a => a.Fields.Url).ToArray()},
                {activities.Select(a => a.Fields.Duration).ToArray()},
                {at}) with ordinality
                as a (id, lead_id, type, description, metadata, ip_address, user_agent, url, duration, created_at, n)
            order by a.n
            """,
            ct);
        // The leads are locked last and by id. Concurrent writers of the same leads wait only for the commit, and cannot deadlock.
        var live = await db.QueryAsync<Guid>(
            $"""
            with seen as (select id from leads where id = any({ids}) and deleted_at is null order by id for no key update),
            latest as (select a.lead_id, max(a.at) as at from unnest({leadIds}, {at}) as a (lead_id, at) group by a.lead_id),
            moved as (
                update leads l set last_activity_date = n.at from latest n, seen s
                where l.id = n.lead_id and s.id = l.id and (l.last_activity_date is null or l.last_activity_date < n.at))
            select id from seen
            """,
            ct);
        return live.Count == ids.Length ? null : Missing(live.ToHashSet(), activities, field);
    }

    private async Task<Error?> CheckAsync(
        Guid[] ids, IReadOnlyList<NewLeadActivity> activities, Func<int, string>? field, CancellationToken ct)
    {
        var read = RecordScope.For(user.Required, Resource.Leads, RightAction.Read, "l");
        var update = RecordScope.For(user.Required, Resource.Leads, RightAction.Update, "l");
        var visibleLeads = await db.QueryAsync<VisibleLead>(
            $"select l.id, (true {update}) is true as may_write from leads l where l.id = any({ids}) and l.deleted_at is null {read}",
            ct);
        if (visibleLeads.Count < ids.Length)
            return Missing(visibleLeads.Select(r => r.Id).ToHashSet(), activities, field);
        if (visibleLeads.All(r => r.MayWrite))
            return null;
        var closed = visibleLeads.Where(r => !r.MayWrite).Select(r => r.Id).ToHashSet();
        return At(CommonErrors.OutsideScope, activities, a => closed.Contains(a.LeadId), field);
    }

    private static Error Missing(HashSet<Guid> there, IReadOnlyList<NewLeadActivity> activities, Func<int, string>? field) =>
        At(RecordCatalog.Of<Lead>().NotFound, activities, a => !there.Contains(a.LeadId), field);

    /// <summary>The error for each affected activity.</summary>
    private static Error At(
        Error error, IReadOnlyList<NewLeadActivity> activities, Func<NewLeadActivity, bool> isAbout, Func<int, string>? field) =>
            field is null
        ? error
        : error with
        {
            Fields = Enumerable.Range(0, activities.Count).Where(i => isAbout(activities[i]))
            .ToDictionary(field, _ => new[] { error.Message })
        };
}
