create index if not exists idx_deal_products_deal_id on deal_products (deal_id);

create index if not exists ix_deal_products_line on deal_products (deal_id, created_at, id);
