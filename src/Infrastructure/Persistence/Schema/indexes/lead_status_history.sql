create unique index if not exists idx_lead_status_history_lead_id_seq on lead_status_history (lead_id, seq);
