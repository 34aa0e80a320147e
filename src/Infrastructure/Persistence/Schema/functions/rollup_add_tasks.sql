-- Runs once for all rows of an insert, so that a bulk load adds one delta for each key.
create or replace function rollup_add_tasks() returns trigger language plpgsql as $fn$
begin
    insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
    select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), 0, 0
    from added a
    cross join lateral task_figures(a.assignee_id, a.status, a.due_at, a.completed_at,
        a.deleted_at is null and is_shown(a.contact_id, a.deal_id, a.company_id, a.lead_id), 1) f
    group by 1, 2, 3, 4, 5, 6;
    return null;
end
$fn$;
