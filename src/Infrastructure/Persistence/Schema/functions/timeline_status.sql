create or replace function timeline_status() returns trigger language plpgsql as $fn$
begin
    insert into timeline_entries (subject_id, type, at, item_id)
    select a.lead_id, 'STATUS_CHANGE', a.changed_at, a.id from added a on conflict do nothing;
    return null;
end
$fn$;
