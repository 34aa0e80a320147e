create unique index if not exists ux_social_profiles_platform on social_profiles (contact_id, platform) where platform <> 'OTHER';
create unique index if not exists ux_social_profiles_url on social_profiles (contact_id, profile_url) where platform = 'OTHER';

create index if not exists idx_social_profiles_contact_id on social_profiles (contact_id);

create index if not exists ix_social_profiles_created_at on social_profiles (contact_id, created_at, id);
