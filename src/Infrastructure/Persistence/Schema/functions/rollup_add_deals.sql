-- Runs once for all rows of an insert, so that a bulk load adds one delta for each key.
create or replace function rollup_add_deals() returns trigger language plpgsql as $fn$
begin
    insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
    select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), sum(f.value), sum(f.weighted)
    from added a
    cross join lateral deal_figures(a.owner_id, a.currency, a.stage, a.value, a.probability, a.actual_close_date, a.deleted_at is null, 1) f
    group by 1, 2, 3, 4, 5, 6;
    return null;
end
$fn$;
