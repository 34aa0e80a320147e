create index if not exists idx_notes_company_id on notes (company_id, created_at, id);
create index if not exists idx_notes_contact_id on notes (contact_id, created_at, id);
create index if not exists idx_notes_creator_id on notes (creator_id, created_at, id);
create index if not exists idx_notes_deal_id on notes (deal_id, created_at, id);
create index if not exists idx_notes_lead_id on notes (lead_id, created_at, id);

create index if not exists ix_notes_created_at on notes (created_at, id) where deleted_at is null;
create index if not exists ix_notes_updated_at on notes (updated_at, id) where deleted_at is null;
create index if not exists ix_notes_search_text on notes using gin (search_text gin_trgm_ops);
create index if not exists ix_notes_deleted_at on notes (deleted_at, id) where deleted_at is not null;
