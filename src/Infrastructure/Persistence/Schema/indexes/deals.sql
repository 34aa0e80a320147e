create index if not exists idx_deals_company_id on deals (company_id);
create index if not exists idx_deals_owner_id on deals (owner_id);
create index if not exists idx_deals_primary_contact_id on deals (primary_contact_id);
create index if not exists idx_deals_stage on deals (stage);
create index if not exists idx_deals_expected_close_date on deals (expected_close_date);

create index if not exists ix_deals_created_at on deals (created_at, id) where deleted_at is null;
create index if not exists ix_deals_updated_at on deals (updated_at, id) where deleted_at is null;
create index if not exists ix_deals_title_folded on deals (title_folded, id) where deleted_at is null;
create index if not exists ix_deals_value on deals (value, id) where deleted_at is null;
create index if not exists ix_deals_probability on deals (probability, id) where deleted_at is null;
create index if not exists ix_deals_expected_close_date on deals (expected_close_date, id) where deleted_at is null;
create index if not exists ix_deals_actual_close_date on deals (actual_close_date, id) where deleted_at is null;
create index if not exists ix_deals_stage_entered_at on deals (stage_entered_at, id) where deleted_at is null;
create index if not exists ix_deals_owner_created_at on deals (owner_id, created_at, id) where deleted_at is null;
create index if not exists ix_deals_owner_value on deals (owner_id, value, id) where deleted_at is null;
create index if not exists ix_deals_currency_created_at on deals (currency, created_at, id) where deleted_at is null;
create index if not exists ix_deals_competitors on deals using gin (competitors);
create index if not exists ix_deals_company_created_at on deals (company_id, created_at, id) where deleted_at is null;
create index if not exists ix_deals_stage_created_at on deals (stage, created_at, id) where deleted_at is null;
create index if not exists ix_deals_board on deals (stage, expected_close_date, id) include (currency, value, probability)
    where is_active;
create index if not exists ix_deals_owner_board on deals (owner_id, stage, expected_close_date, id) include (currency, value, probability)
    where is_active;
create index if not exists ix_deals_company_open on deals (company_id) where is_active;
create index if not exists ix_deals_contact_open on deals (primary_contact_id) where is_active;
create index if not exists ix_deals_figures on deals (stage, actual_close_date) include (currency, value, probability, owner_id, created_at)
    where deleted_at is null;
create index if not exists ix_deals_search_text on deals using gin (search_text gin_trgm_ops);
create index if not exists ix_deals_tags on deals using gin (tags);
create index if not exists ix_deals_deleted_at on deals (deleted_at, id) where deleted_at is not null;
create index if not exists ix_deals_oldest on deals (currency, stage, created_at) where deleted_at is null;
create index if not exists ix_deals_owner_oldest on deals (owner_id, currency, stage, created_at) where deleted_at is null;
create index if not exists ix_deals_largest on deals (currency, value, id)
    where deleted_at is null and stage in ('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP');
create index if not exists ix_deals_owner_largest on deals (owner_id, currency, value, id)
    where deleted_at is null and stage in ('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP');
