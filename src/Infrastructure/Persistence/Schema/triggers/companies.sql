create or replace trigger rollup_parent after update on companies for each row
    when ((old.deleted_at is null) is distinct from (new.deleted_at is null)) execute function rollup_parent('company_id');
