-- Figure, owner and the rest of the key; null where the figure has none, and in the owner for the sums of all owners.
create unique index if not exists ux_rollups_key on rollups (owner_id, figure, day, currency, state, source) nulls not distinct;
