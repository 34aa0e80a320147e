create or replace trigger timeline_move after update of company_id on deals for each row
    when (old.company_id is distinct from new.company_id) execute function timeline_move('deal_id');

create or replace trigger rollup_add after insert on deals referencing new table as added
    for each statement execute function rollup_add_deals();

create or replace trigger rollup_change after update on deals for each row
    when ((old.owner_id, old.currency, old.stage, old.value, old.probability, old.actual_close_date, old.deleted_at is null)
        is distinct from (new.owner_id, new.currency, new.stage, new.value, new.probability, new.actual_close_date, new.deleted_at is null))
    execute function rollup_change_deals();

create or replace trigger rollup_remove after delete on deals for each row execute function rollup_change_deals();

create or replace trigger rollup_parent after update on deals for each row
    when ((old.deleted_at is null) is distinct from (new.deleted_at is null)) execute function rollup_parent('deal_id');
