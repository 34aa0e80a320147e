create index if not exists ix_lead_activities_created_at on lead_activities (lead_id, created_at, seq);
