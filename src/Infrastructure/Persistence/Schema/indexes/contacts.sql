create unique index if not exists ux_contacts_email on contacts (lower(email)) where deleted_at is null;

create index if not exists idx_contacts_company_id on contacts (company_id);
create index if not exists idx_contacts_owner_id on contacts (owner_id);
create index if not exists idx_contacts_email on contacts (email);
create index if not exists idx_contacts_lead_status on contacts (lead_status);
create index if not exists idx_contacts_lead_score on contacts (lead_score);

create index if not exists ix_contacts_created_at on contacts (created_at, id) where deleted_at is null;
create index if not exists ix_contacts_updated_at on contacts (updated_at, id) where deleted_at is null;
create index if not exists ix_contacts_name_folded on contacts (name_folded, id) where deleted_at is null;
create index if not exists ix_contacts_lead_score on contacts (lead_score, id) where deleted_at is null;
create index if not exists ix_contacts_last_activity_date on contacts (last_activity_date, id) where deleted_at is null;
create index if not exists ix_contacts_last_contact_date on contacts (last_contact_date, id) where deleted_at is null;
create index if not exists ix_contacts_phone on contacts (phone) where deleted_at is null;
create index if not exists ix_contacts_city on contacts (city) where deleted_at is null;
create index if not exists ix_contacts_country on contacts (country) where deleted_at is null;
create index if not exists ix_contacts_lead_source on contacts (lead_source) where deleted_at is null;
create index if not exists ix_contacts_owner_created_at on contacts (owner_id, created_at, id) where deleted_at is null;
create index if not exists ix_contacts_owner_last_activity_date on contacts (owner_id, last_activity_date, id) where deleted_at is null;
create index if not exists ix_contacts_company_created_at on contacts (company_id, created_at, id) where deleted_at is null;
create index if not exists ix_contacts_search_text on contacts using gin (search_text gin_trgm_ops);
create index if not exists ix_contacts_search_addresses on contacts using gin (search_addresses gin_trgm_ops);
create index if not exists ix_contacts_tags on contacts using gin (tags);
create index if not exists ix_contacts_phone_digits on contacts (phone_digits, id) where deleted_at is null and phone_digits <> '';
create index if not exists ix_contacts_name_company on contacts (name_folded, company_id, id) where deleted_at is null;
create index if not exists ix_contacts_deleted_at on contacts (deleted_at, id) where deleted_at is not null;
