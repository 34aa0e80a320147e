create index if not exists idx_communications_company_id on communications (company_id, created_at, id);
create index if not exists idx_communications_contact_id on communications (contact_id, created_at, id);
create index if not exists idx_communications_creator_id on communications (creator_id, created_at, id);
create index if not exists idx_communications_deal_id on communications (deal_id, created_at, id);
create index if not exists idx_communications_lead_id on communications (lead_id, created_at, id);
create index if not exists idx_communications_in_reply_to_id on communications (in_reply_to_id);
create index if not exists idx_communications_type on communications (type);
create index if not exists idx_communications_created_at on communications (created_at, id);

create index if not exists ix_communications_updated_at on communications (updated_at, id) where deleted_at is null;
create index if not exists ix_communications_scheduled_for on communications (scheduled_for, id) where deleted_at is null;
create index if not exists ix_communications_sent_at on communications (sent_at, id) where deleted_at is null;
create index if not exists ix_communications_status_created_at on communications (status, created_at, id) where deleted_at is null;
create index if not exists ix_communications_due on communications (scheduled_for, id) where deleted_at is null and status = 'SCHEDULED';
create index if not exists ix_communications_search_text on communications using gin (search_text gin_trgm_ops);
create index if not exists ix_communications_deleted_at on communications (deleted_at, id) where deleted_at is not null;
create index if not exists ix_communications_done on communications (timeline_at, creator_id)
    where deleted_at is null and status in ('SENT', 'DELIVERED', 'OPENED', 'RESPONDED');
create index if not exists ix_communications_creator_done on communications (creator_id, timeline_at)
    where deleted_at is null and status in ('SENT', 'DELIVERED', 'OPENED', 'RESPONDED');
