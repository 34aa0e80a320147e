-- A contact or a deal that changes its company moves its timeline entries to the new one. Items that name the old company
-- themselves stay there.
create or replace function timeline_move() returns trigger language plpgsql as $fn$
declare
    items text;
begin
    foreach items in array array['tasks', 'communications', 'notes'] loop
        execute format($sql$
            delete from timeline_entries e using %1$I i
            where i.%2$I = $1 and e.item_id = i.id and e.subject_id = $2 and i.company_id is distinct from $2
                and not exists (select 1 from contacts c where c.id = i.contact_id and c.company_id = $2)
                and not exists (select 1 from deals d where d.id = i.deal_id and d.company_id = $2)
            $sql$, items, tg_argv[0]) using new.id, old.company_id;
        execute format($sql$
            insert into timeline_entries (subject_id, type, at, item_id)
            select $2, upper(rtrim(%3$L, 's')), i.timeline_at, i.id from %1$I i
            where i.%2$I = $1 and i.deleted_at is null and $2 is not null
            on conflict do nothing
            $sql$, items, tg_argv[0], items) using new.id, new.company_id;
    end loop;
    if tg_argv[0] = 'deal_id' then
        delete from timeline_entries e using deal_stage_history h
        where h.deal_id = new.id and e.item_id = h.id and e.subject_id = old.company_id;
        insert into timeline_entries (subject_id, type, at, item_id)
        select new.company_id, 'STAGE_CHANGE', h.changed_at, h.id from deal_stage_history h where h.deal_id = new.id
        on conflict do nothing;
    end if;
    return null;
end
$fn$;
