create index if not exists idx_idempotency_keys_created_at on idempotency_keys (created_at);
