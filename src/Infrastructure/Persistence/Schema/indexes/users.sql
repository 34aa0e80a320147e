create unique index if not exists ux_users_email on users (lower(email)) where deleted_at is null;
create unique index if not exists ux_users_username on users (lower(username)) where deleted_at is null;

create index if not exists idx_users_role_id on users (role_id);
create index if not exists idx_users_email on users (email);
create index if not exists idx_users_username on users (username);

create index if not exists ix_users_created_at on users (created_at, id) where deleted_at is null;
create index if not exists ix_users_updated_at on users (updated_at, id) where deleted_at is null;
create index if not exists ix_users_name_folded on users (name_folded, id) where deleted_at is null;
create index if not exists ix_users_last_login_at on users (last_login_at, id) where deleted_at is null;
create index if not exists ix_users_search_text on users using gin (search_text gin_trgm_ops);
create index if not exists ix_users_search_addresses on users using gin (search_addresses gin_trgm_ops);
create index if not exists ix_users_deleted_at on users (deleted_at, id) where deleted_at is not null;
