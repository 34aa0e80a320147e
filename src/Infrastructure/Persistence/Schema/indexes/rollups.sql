-- Figure, owner and the rest of the key. Columns that a figure does not use are null; the owner is null in the sums of all owners.
create unique index if not exists ux_rollups_key on rollups (owner_id, figure, day, currency, state, source) nulls not distinct;
