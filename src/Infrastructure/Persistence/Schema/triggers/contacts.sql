create or replace trigger timeline_move after update of company_id on contacts for each row
    when (old.company_id is distinct from new.company_id) execute function timeline_move('contact_id');

create or replace trigger rollup_parent after update on contacts for each row
    when ((old.deleted_at is null) is distinct from (new.deleted_at is null)) execute function rollup_parent('contact_id');
