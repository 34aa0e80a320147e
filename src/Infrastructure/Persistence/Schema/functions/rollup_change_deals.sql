-- Adds the deltas of an update or a delete of a row, if it changes any figure.
create or replace function rollup_change_deals() returns trigger language plpgsql as $fn$
begin
    insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
    select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), sum(f.value), sum(f.weighted)
    from (
        select * from deal_figures(old.owner_id, old.currency, old.stage, old.value, old.probability, old.actual_close_date,
            old.deleted_at is null, -1)
        union all
        select * from deal_figures(new.owner_id, new.currency, new.stage, new.value, new.probability, new.actual_close_date,
            tg_op = 'UPDATE' and new.deleted_at is null, 1)) f
    group by 1, 2, 3, 4, 5, 6
    having sum(f.n) <> 0 or sum(f.value) <> 0 or sum(f.weighted) <> 0;
    return null;
end
$fn$;
