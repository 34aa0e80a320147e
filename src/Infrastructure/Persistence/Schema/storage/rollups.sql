-- Merging updates the same rows again and again: the free space in each page keeps the new row versions there.
alter table rollups set (fillfactor = 50);
