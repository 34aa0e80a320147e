create index if not exists idx_lead_list_members_lead_id on lead_list_members (lead_id);

create index if not exists ix_lead_list_members_added_at on lead_list_members (lead_list_id, added_at, lead_id);
