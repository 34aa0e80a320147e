create unique index if not exists ux_user_group_members_user on user_group_members (user_group_id, user_id);

create index if not exists idx_user_group_members_user_group_id on user_group_members (user_group_id);
create index if not exists idx_user_group_members_user_id on user_group_members (user_id);

create index if not exists ix_user_group_members_added_at on user_group_members (user_group_id, added_at, id);
