-- The last activity of a lead changes with every batch of activities. No index contains it, and each page keeps half its space
-- free, so the row stays in its page and none of the table's indexes is written; see bench/README.md.
alter table leads set (fillfactor = 50);
