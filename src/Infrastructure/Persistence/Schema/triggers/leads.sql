create or replace trigger rollup_add after insert on leads referencing new table as added
    for each statement execute function rollup_add_leads();

create or replace trigger rollup_change after update on leads for each row
    when ((old.assigned_to_id, old.status, old.source, old.created_at, old.deleted_at is null)
        is distinct from (new.assigned_to_id, new.status, new.source, new.created_at, new.deleted_at is null))
    execute function rollup_change_leads();

create or replace trigger rollup_remove after delete on leads for each row execute function rollup_change_leads();

create or replace trigger rollup_parent after update on leads for each row
    when ((old.deleted_at is null) is distinct from (new.deleted_at is null)) execute function rollup_parent('lead_id');
