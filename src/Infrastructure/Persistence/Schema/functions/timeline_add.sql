-- Runs once for all rows of an insert, so that a bulk load costs one statement.
create or replace function timeline_add() returns trigger language plpgsql as $fn$
begin
    insert into timeline_entries (subject_id, type, at, item_id)
    select distinct s.id, tg_argv[0], a.timeline_at, a.id
    from added a
    left join contacts c on c.id = a.contact_id
    left join deals d on d.id = a.deal_id
    cross join lateral (values (a.contact_id), (a.deal_id), (a.company_id), (a.lead_id), (c.company_id), (d.company_id)) s (id)
    where a.deleted_at is null and s.id is not null
    on conflict do nothing;
    return null;
end
$fn$;
