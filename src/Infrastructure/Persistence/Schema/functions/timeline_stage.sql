create or replace function timeline_stage() returns trigger language plpgsql as $fn$
begin
    insert into timeline_entries (subject_id, type, at, item_id)
    select s.id, 'STAGE_CHANGE', a.changed_at, a.id
    from added a join deals d on d.id = a.deal_id cross join lateral (values (d.id), (d.company_id)) s (id)
    on conflict do nothing;
    return null;
end
$fn$;
