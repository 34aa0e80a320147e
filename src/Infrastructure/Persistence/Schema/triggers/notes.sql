create or replace trigger timeline_add after insert on notes referencing new table as added
    for each statement execute function timeline_add('NOTE');

create or replace trigger timeline_change after update on notes for each row
    when ((old.contact_id, old.deal_id, old.company_id, old.lead_id, old.timeline_at, old.deleted_at is null)
        is distinct from (new.contact_id, new.deal_id, new.company_id, new.lead_id, new.timeline_at, new.deleted_at is null))
    execute function timeline_change('NOTE');

create or replace trigger timeline_remove after delete on notes for each row execute function timeline_change('NOTE');
