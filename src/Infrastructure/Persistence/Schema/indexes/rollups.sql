-- Figure, owner and the rest of the key. Columns that a figure does not use are null; the owner is null in the sums of all owners. The
-- figure is first, so that the rollups of each owner are adjacent for a dashboard with a row for each user.
create unique index if not exists ux_rollups_key on rollups (figure, owner_id, day, currency, state, source) nulls not distinct;

-- The days of a period, of each owner. Merging changes none of these columns, so it does not touch the index.
create index if not exists ix_rollups_day on rollups (figure, day) where owner_id is not null and day is not null;
