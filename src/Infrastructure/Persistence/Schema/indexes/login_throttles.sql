create index if not exists idx_login_throttles_last_failure_at on login_throttles (last_failure_at);
