create or replace trigger timeline_add after insert on tasks referencing new table as added
    for each statement execute function timeline_add('TASK');

create or replace trigger timeline_change after update on tasks for each row
    when ((old.contact_id, old.deal_id, old.company_id, old.lead_id, old.timeline_at, old.deleted_at is null)
        is distinct from (new.contact_id, new.deal_id, new.company_id, new.lead_id, new.timeline_at, new.deleted_at is null))
    execute function timeline_change('TASK');

create or replace trigger timeline_remove after delete on tasks for each row execute function timeline_change('TASK');

create or replace trigger rollup_add after insert on tasks referencing new table as added
    for each statement execute function rollup_add_tasks();

create or replace trigger rollup_change after update on tasks for each row
    when ((old.assignee_id, old.status, old.due_at, old.completed_at, old.deleted_at is null,
            old.contact_id, old.deal_id, old.company_id, old.lead_id)
        is distinct from (new.assignee_id, new.status, new.due_at, new.completed_at, new.deleted_at is null,
            new.contact_id, new.deal_id, new.company_id, new.lead_id))
    execute function rollup_change_tasks();

create or replace trigger rollup_remove after delete on tasks for each row execute function rollup_change_tasks();
