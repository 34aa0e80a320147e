create unique index if not exists ux_api_keys_key_hash on api_keys (key_hash);

create index if not exists idx_api_keys_owner_id on api_keys (owner_id);

create index if not exists ix_api_keys_created_at on api_keys (created_at, id) where deleted_at is null;
create index if not exists ix_api_keys_expires_at on api_keys (expires_at, id) where deleted_at is null;
create index if not exists ix_api_keys_last_used_at on api_keys (last_used_at, id) where deleted_at is null;
create index if not exists ix_api_keys_owner_created_at on api_keys (owner_id, created_at, id) where deleted_at is null;
