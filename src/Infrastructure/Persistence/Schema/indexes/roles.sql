create unique index if not exists ux_roles_name on roles (lower(name)) where deleted_at is null;

create index if not exists ix_roles_created_at on roles (created_at, id) where deleted_at is null;
create index if not exists ix_roles_name on roles (name, id) where deleted_at is null;
create index if not exists ix_roles_deleted_at on roles (deleted_at, id) where deleted_at is not null;
