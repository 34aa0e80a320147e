-- The field rules of LeadActivityRequest. EF Core does not know this table, so they are written by hand; a test compares both.
alter table lead_activities add constraint ck_lead_activities_description check (length(description) <= 20000);
alter table lead_activities add constraint ck_lead_activities_metadata check (jsonb_typeof(metadata) = 'object');
alter table lead_activities add constraint ck_lead_activities_ip_address check (ip_address ~ '[.:]');
alter table lead_activities add constraint ck_lead_activities_user_agent check (length(user_agent) <= 1000);
alter table lead_activities add constraint ck_lead_activities_url check (length(url) <= 2048 and url !~ '[ \t\r\n]');
alter table lead_activities add constraint ck_lead_activities_duration check (duration >= 0);
