create or replace function timeline_change() returns trigger language plpgsql as $fn$
begin
    delete from timeline_entries where item_id = old.id;
    if tg_op = 'UPDATE' and new.deleted_at is null then
        insert into timeline_entries (subject_id, type, at, item_id)
        select distinct s.id, tg_argv[0], new.timeline_at, new.id
        from (values (new.contact_id), (new.deal_id), (new.company_id), (new.lead_id),
            ((select company_id from contacts where id = new.contact_id)), ((select company_id from deals where id = new.deal_id))) s (id)
        where s.id is not null
        on conflict do nothing;
    end if;
    return null;
end
$fn$;
