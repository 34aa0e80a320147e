create index if not exists idx_audit_logs_entity_type on audit_logs (entity_type, created_at, seq);
create index if not exists idx_audit_logs_entity_id on audit_logs (entity_id, created_at, seq);
create index if not exists idx_audit_logs_user_id on audit_logs (user_id, created_at, seq);
create index if not exists idx_audit_logs_created_at on audit_logs (created_at, seq);

create index if not exists ix_audit_logs_action on audit_logs (action, created_at, seq);
create index if not exists ix_audit_logs_field_name on audit_logs (field_name, created_at, seq);
