-- Adds the deltas of an update or a delete of a row, if it changes any figure.
create or replace function rollup_change_tasks() returns trigger language plpgsql as $fn$
begin
    insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
    select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), 0, 0
    from (
        select * from task_figures(old.assignee_id, old.status, old.due_at, old.completed_at,
            old.deleted_at is null and is_shown(old.contact_id, old.deal_id, old.company_id, old.lead_id), -1)
        union all
        select * from task_figures(new.assignee_id, new.status, new.due_at, new.completed_at,
            tg_op = 'UPDATE' and new.deleted_at is null and is_shown(new.contact_id, new.deal_id, new.company_id, new.lead_id), 1)) f
    group by 1, 2, 3, 4, 5, 6
    having sum(f.n) <> 0;
    return null;
end
$fn$;
