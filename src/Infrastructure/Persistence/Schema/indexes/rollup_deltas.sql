create index if not exists ix_rollup_deltas_owner on rollup_deltas (figure, owner_id);
