create index if not exists idx_companies_owner_id on companies (owner_id);
create index if not exists idx_companies_parent_company_id on companies (parent_company_id);
create index if not exists idx_companies_name on companies (name);
create index if not exists idx_companies_industry on companies (industry);
create index if not exists idx_companies_size on companies (size);

create index if not exists ix_companies_created_at on companies (created_at, id) where deleted_at is null;
create index if not exists ix_companies_updated_at on companies (updated_at, id) where deleted_at is null;
create index if not exists ix_companies_name_folded on companies (name_folded, id) where deleted_at is null;
create index if not exists ix_companies_revenue on companies (revenue, id) where deleted_at is null;
create index if not exists ix_companies_employee_count on companies (employee_count, id) where deleted_at is null;
create index if not exists ix_companies_last_activity_date on companies (last_activity_date, id) where deleted_at is null;
create index if not exists ix_companies_phone on companies (phone) where deleted_at is null;
create index if not exists ix_companies_country on companies (country) where deleted_at is null;
create index if not exists ix_companies_owner_created_at on companies (owner_id, created_at, id) where deleted_at is null;
create index if not exists ix_companies_search_text on companies using gin (search_text gin_trgm_ops);
create index if not exists ix_companies_search_addresses on companies using gin (search_addresses gin_trgm_ops);
create index if not exists ix_companies_tags on companies using gin (tags);
create index if not exists ix_companies_deleted_at on companies (deleted_at, id) where deleted_at is not null;
