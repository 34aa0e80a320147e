create index if not exists idx_tasks_assignee_id on tasks (assignee_id, created_at, id);
create index if not exists idx_tasks_company_id on tasks (company_id, created_at, id);
create index if not exists idx_tasks_contact_id on tasks (contact_id, created_at, id);
create index if not exists idx_tasks_creator_id on tasks (creator_id, created_at, id);
create index if not exists idx_tasks_deal_id on tasks (deal_id, created_at, id);
create index if not exists idx_tasks_lead_id on tasks (lead_id, created_at, id);
create index if not exists idx_tasks_due_date on tasks (due_at, id);
create index if not exists idx_tasks_status on tasks (status);
create index if not exists idx_tasks_priority on tasks (priority);

create index if not exists ix_tasks_created_at on tasks (created_at, id) where deleted_at is null;
create index if not exists ix_tasks_updated_at on tasks (updated_at, id) where deleted_at is null;
create index if not exists ix_tasks_start_date on tasks (start_at, id) where deleted_at is null;
create index if not exists ix_tasks_completed_at on tasks (completed_at, id) where deleted_at is null;
create index if not exists ix_tasks_open on tasks (due_at, id)
    where deleted_at is null and status in ('PENDING', 'IN_PROGRESS', 'DEFERRED');
create index if not exists ix_tasks_assignee_open on tasks (assignee_id, due_at, id)
    where deleted_at is null and status in ('PENDING', 'IN_PROGRESS', 'DEFERRED');
create index if not exists ix_tasks_search_text on tasks using gin (search_text gin_trgm_ops);
create index if not exists ix_tasks_deleted_at on tasks (deleted_at, id) where deleted_at is not null;
create index if not exists ix_tasks_assignee_done on tasks (assignee_id, completed_at) where deleted_at is null and status = 'COMPLETED';
