create index if not exists idx_outbox_messages_waiting on outbox_messages (seq) where relayed_at is null;
create index if not exists idx_outbox_messages_waiting_aggregate on outbox_messages (aggregate_id, seq) where relayed_at is null;
create index if not exists idx_outbox_messages_relayed_at on outbox_messages (relayed_at) where relayed_at is not null;
