-- The privileges of the service role, whose name is in crm.service_role. It can only append to the audit and the histories; tables
-- that only migrations write are read-only for it.
do $do$
declare
    service text := current_setting('crm.service_role');
    t text;
begin
    execute format('revoke all on all tables in schema public from %I', service);
    execute format('grant usage on schema public to %I', service);
    for t in select tablename from pg_tables where schemaname = 'public' loop
        if t in ('audit_logs', 'deal_stage_history', 'lead_status_history', 'lead_activities') then
            execute format('grant select, insert on %I to %I', t, service);
        elsif t in ('__EFMigrationsHistory', 'schema_objects', 'derived_tables') then
            execute format('grant select on %I to %I', t, service);
        else
            execute format('grant select, insert, update, delete on %I to %I', t, service);
        end if;
    end loop;
    execute format('grant usage on all sequences in schema public to %I', service);
end
$do$;
