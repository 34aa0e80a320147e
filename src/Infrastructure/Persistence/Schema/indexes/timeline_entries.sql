create index if not exists idx_timeline_entries_item_id on timeline_entries (item_id);
