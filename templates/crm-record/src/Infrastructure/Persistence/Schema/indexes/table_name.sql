create index if not exists idx_table_name_owner_id on table_name (owner_id, created_at, id);

create index if not exists ix_table_name_created_at on table_name (created_at, id) where deleted_at is null;
create index if not exists ix_table_name_updated_at on table_name (updated_at, id) where deleted_at is null;
create index if not exists ix_table_name_search_text on table_name using gin (search_text gin_trgm_ops);
create index if not exists ix_table_name_deleted_at on table_name (deleted_at, id) where deleted_at is not null;
