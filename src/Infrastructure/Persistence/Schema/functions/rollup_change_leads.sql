-- Adds the deltas of an update or a delete of a row, if it changes any figure.
create or replace function rollup_change_leads() returns trigger language plpgsql as $fn$
begin
    insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
    select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), 0, 0
    from (
        select * from lead_figures(old.assigned_to_id, old.status, old.source, old.created_at, old.deleted_at is null, -1)
        union all
        select * from lead_figures(new.assigned_to_id, new.status, new.source, new.created_at,
            tg_op = 'UPDATE' and new.deleted_at is null, 1)) f
    group by 1, 2, 3, 4, 5, 6
    having sum(f.n) <> 0;
    return null;
end
$fn$;
