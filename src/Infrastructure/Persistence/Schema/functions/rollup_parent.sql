-- A record that is moved to the trash removes the activities that have no other live subject from the rollups; its restore
-- adds them again. The activities are locked first, so that concurrent changes of them or of their other subjects are visible.
create or replace function rollup_parent() returns trigger language plpgsql as $fn$
declare
    sign integer := case when new.deleted_at is null then 1 else -1 end;
begin
    execute format('select count(*) from (select from tasks where %1$I = $1 order by id for no key update) a', tg_argv[0])
    using new.id;
    execute format($sql$
        insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
        select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), 0, 0
        from tasks t cross join lateral task_figures(t.assignee_id, t.status, t.due_at, t.completed_at, true, $2) f
        where t.%1$I = $1 and t.deleted_at is null
            and not any_live(nullif(t.contact_id, $1), nullif(t.deal_id, $1), nullif(t.company_id, $1), nullif(t.lead_id, $1))
        group by 1, 2, 3, 4, 5, 6
        $sql$, tg_argv[0]) using new.id, sign;
    execute format('select count(*) from (select from communications where %1$I = $1 order by id for no key update) a', tg_argv[0])
    using new.id;
    execute format($sql$
        insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
        select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), 0, 0
        from communications c cross join lateral communication_figures(c.creator_id, c.status, c.timeline_at, true, $2) f
        where c.%1$I = $1 and c.deleted_at is null
            and not any_live(nullif(c.contact_id, $1), nullif(c.deal_id, $1), nullif(c.company_id, $1), nullif(c.lead_id, $1))
        group by 1, 2, 3, 4, 5, 6
        $sql$, tg_argv[0]) using new.id, sign;
    return null;
end
$fn$;
