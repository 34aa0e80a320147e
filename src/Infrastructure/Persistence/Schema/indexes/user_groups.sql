create index if not exists ix_user_groups_created_at on user_groups (created_at, id) where deleted_at is null;
create index if not exists ix_user_groups_updated_at on user_groups (updated_at, id) where deleted_at is null;
create index if not exists ix_user_groups_name_folded on user_groups (name_folded, id) where deleted_at is null;
create index if not exists ix_user_groups_search_text on user_groups using gin (search_text gin_trgm_ops);
create index if not exists ix_user_groups_deleted_at on user_groups (deleted_at, id) where deleted_at is not null;
