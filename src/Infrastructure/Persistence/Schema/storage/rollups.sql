-- Merging updates the same rows again and again: they stay in their pages.
alter table rollups set (fillfactor = 50);
