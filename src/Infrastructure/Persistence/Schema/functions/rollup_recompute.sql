-- All rollups, computed from the records: to fill, verify and rebuild the table rollups.
create or replace function rollup_recompute()
returns table (figure text, owner_id uuid, currency text, state text, source text, day date, n bigint, value numeric, weighted numeric)
language sql stable as $fn$
    with facts as (
        select f.* from deals d
        cross join lateral deal_figures(d.owner_id, d.currency, d.stage, d.value, d.probability, d.actual_close_date,
            d.deleted_at is null, 1) f
        union all
        select f.* from leads l
        cross join lateral lead_figures(l.assigned_to_id, l.status, l.source, l.created_at, l.deleted_at is null, 1) f
        union all
        select f.* from tasks t
        cross join lateral task_figures(t.assignee_id, t.status, t.due_at, t.completed_at,
            t.deleted_at is null and is_shown(t.contact_id, t.deal_id, t.company_id, t.lead_id), 1) f
        union all
        select f.* from communications c
        cross join lateral communication_figures(c.creator_id, c.status, c.timeline_at,
            c.deleted_at is null and is_shown(c.contact_id, c.deal_id, c.company_id, c.lead_id), 1) f)
    select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n)::bigint, sum(f.value), sum(f.weighted)
    from facts f where f.owner_id is not null group by 1, 2, 3, 4, 5, 6
    union all
    select f.figure, null, f.currency, f.state, f.source, f.day, sum(f.n)::bigint, sum(f.value), sum(f.weighted)
    from facts f group by 1, 3, 4, 5, 6
$fn$;
