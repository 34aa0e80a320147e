create index if not exists ix_lead_lists_created_at on lead_lists (created_at, id) where deleted_at is null;
create index if not exists ix_lead_lists_updated_at on lead_lists (updated_at, id) where deleted_at is null;
create index if not exists ix_lead_lists_name_folded on lead_lists (name_folded, id) where deleted_at is null;
create index if not exists ix_lead_lists_search_text on lead_lists using gin (search_text gin_trgm_ops);
create index if not exists ix_lead_lists_deleted_at on lead_lists (deleted_at, id) where deleted_at is not null;
