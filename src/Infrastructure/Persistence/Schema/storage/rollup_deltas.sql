-- Every delta is deleted soon after its insert: vacuum often, and without pauses.
alter table rollup_deltas set (autovacuum_vacuum_threshold = 1000);
alter table rollup_deltas set (autovacuum_vacuum_scale_factor = 0);
alter table rollup_deltas set (autovacuum_vacuum_cost_delay = 0);
