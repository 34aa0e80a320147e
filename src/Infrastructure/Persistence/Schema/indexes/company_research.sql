create index if not exists idx_company_research_company_id on company_research (company_id);

create index if not exists ix_company_research_created_at on company_research (company_id, created_at, id) where deleted_at is null;
create index if not exists ix_company_research_updated_at on company_research (company_id, updated_at, id) where deleted_at is null;
create index if not exists ix_company_research_deleted_at on company_research (deleted_at, id) where deleted_at is not null;
