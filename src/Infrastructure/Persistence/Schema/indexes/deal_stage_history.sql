create unique index if not exists idx_deal_stage_history_deal_id_seq on deal_stage_history (deal_id, seq);
