using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Crm.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class SalesDeskIndexesAndTimeline : Migration
    {
        /// <summary>Tables that no aggregate owns: written and read by SQL alone.</summary>
        private const string Tables = """
            create table lead_list_members (
                lead_list_id uuid not null constraint fk_lead_list_members_lead_list_id references lead_lists (id) on delete cascade,
                lead_id uuid not null constraint fk_lead_list_members_lead_id references leads (id) on delete cascade,
                added_at timestamptz not null,
                added_by_id uuid not null,
                constraint pk_lead_list_members primary key (lead_list_id, lead_id));
            create index idx_lead_list_members_lead_id on lead_list_members (lead_id);
            create index ix_lead_list_members_added_at on lead_list_members (lead_list_id, added_at, lead_id);

            create table lead_activities (
                id uuid not null constraint pk_lead_activities primary key,
                seq bigint not null generated always as identity,
                lead_id uuid not null constraint fk_lead_activities_lead_id references leads (id) on delete cascade,
                type text not null constraint ck_lead_activities_type check (type in ('PAGE_VIEW', 'EMAIL_OPEN', 'EMAIL_CLICK', 'FORM_SUBMISSION',
                    'PHONE_CALL', 'MEETING', 'SOCIAL_ENGAGEMENT', 'OTHER')),
                description text,
                metadata jsonb,
                ip_address text,
                user_agent text,
                url text,
                duration integer,
                created_at timestamptz not null,
                created_by_id uuid not null);
            create index ix_lead_activities_created_at on lead_activities (lead_id, created_at, seq);

            create table communication_dispatches (
                communication_id uuid not null constraint pk_communication_dispatches primary key
                    constraint fk_communication_dispatches_communication_id references communications (id) on delete cascade,
                claimed_by uuid,
                claimed_until timestamptz,
                attempts integer not null default 0,
                unknown_ends integer not null default 0,
                handed_over boolean not null default false,
                due_at timestamptz not null);

            create table timeline_entries (
                subject_id uuid not null,
                type text not null constraint ck_timeline_entries_type check (type in ('TASK', 'COMMUNICATION', 'NOTE', 'STAGE_CHANGE', 'STATUS_CHANGE')),
                at timestamptz not null,
                item_id uuid not null,
                constraint pk_timeline_entries primary key (subject_id, type, at, item_id));
            create index idx_timeline_entries_item_id on timeline_entries (item_id);
            """;

        /// <summary>The seed's list under the seed's names, each with the order that its rows are read in.</summary>
        private const string SeedIndexes = """
            create index idx_leads_email on leads (email);
            create index idx_leads_status on leads (status, created_at, id);
            create index idx_leads_source on leads (source, created_at, id);
            create index idx_tasks_due_date on tasks (due_date, id);
            create index idx_tasks_status on tasks (status);
            create index idx_tasks_priority on tasks (priority);
            create index idx_communications_type on communications (type);
            create index idx_communications_created_at on communications (created_at, id);
            """;

        /// <summary>
        /// The indexes of foreign keys take the usual order along, under the names that they have: one index finds whatever refers to a
        /// row and gives its newest first.
        /// </summary>
        private const string KeyIndexes = """
            drop index idx_tasks_assignee_id;
            create index idx_tasks_assignee_id on tasks (assignee_id, created_at, id);
            drop index idx_tasks_creator_id;
            create index idx_tasks_creator_id on tasks (creator_id, created_at, id);
            drop index idx_tasks_contact_id;
            create index idx_tasks_contact_id on tasks (contact_id, created_at, id);
            drop index idx_tasks_deal_id;
            create index idx_tasks_deal_id on tasks (deal_id, created_at, id);
            drop index idx_tasks_company_id;
            create index idx_tasks_company_id on tasks (company_id, created_at, id);
            drop index idx_tasks_lead_id;
            create index idx_tasks_lead_id on tasks (lead_id, created_at, id);
            drop index idx_communications_creator_id;
            create index idx_communications_creator_id on communications (creator_id, created_at, id);
            drop index idx_communications_contact_id;
            create index idx_communications_contact_id on communications (contact_id, created_at, id);
            drop index idx_communications_deal_id;
            create index idx_communications_deal_id on communications (deal_id, created_at, id);
            drop index idx_communications_company_id;
            create index idx_communications_company_id on communications (company_id, created_at, id);
            drop index idx_communications_lead_id;
            create index idx_communications_lead_id on communications (lead_id, created_at, id);
            drop index idx_notes_creator_id;
            create index idx_notes_creator_id on notes (creator_id, created_at, id);
            drop index idx_notes_contact_id;
            create index idx_notes_contact_id on notes (contact_id, created_at, id);
            drop index idx_notes_deal_id;
            create index idx_notes_deal_id on notes (deal_id, created_at, id);
            drop index idx_notes_company_id;
            create index idx_notes_company_id on notes (company_id, created_at, id);
            drop index idx_notes_lead_id;
            create index idx_notes_lead_id on notes (lead_id, created_at, id);
            drop index idx_leads_assigned_to_id;
            create index idx_leads_assigned_to_id on leads (assigned_to_id, created_at, id);
            """;

        private const string UniqueIndexes = """
            create unique index ux_user_group_members_user on user_group_members (user_group_id, user_id);
            create unique index ux_api_keys_key_hash on api_keys (key_hash);
            create unique index ux_social_profiles_platform on social_profiles (contact_id, platform) where platform <> 'OTHER';
            create unique index ux_social_profiles_url on social_profiles (contact_id, profile_url) where platform = 'OTHER';
            """;

        /// <summary>
        /// A lead's last activity moves with every batch of activities. No index has it and each page keeps half its room, so that
        /// it moves within its page and none of the table's many indexes is written; see bench/README.md.
        /// </summary>
        private const string Room = "alter table leads set (fillfactor = 50)";

        /// <summary>What lists and figures read by: each sort with its tie-break (serving both directions), the usual owner first, words by trigram.</summary>
        private const string ReadIndexes = """
            create index ix_leads_created_at on leads (created_at, id) where deleted_at is null;
            create index ix_leads_updated_at on leads (updated_at, id) where deleted_at is null;
            create index ix_leads_name_folded on leads (name_folded, id) where deleted_at is null;
            create index ix_leads_lead_score on leads (lead_score, id) where deleted_at is null;
            create index ix_leads_converted_at on leads (converted_at, id) where deleted_at is null;
            create index ix_leads_email_lower on leads (lower(email)) where deleted_at is null;
            create index ix_leads_company_folded on leads (company_folded) where deleted_at is null;
            create index ix_leads_phone on leads (phone) where deleted_at is null;
            create index ix_leads_city on leads (city) where deleted_at is null;
            create index ix_leads_country on leads (country) where deleted_at is null;
            create index ix_leads_search_text on leads using gin (search_text gin_trgm_ops);
            create index ix_leads_tags on leads using gin (tags);

            create index ix_lead_lists_created_at on lead_lists (created_at, id) where deleted_at is null;
            create index ix_lead_lists_updated_at on lead_lists (updated_at, id) where deleted_at is null;
            create index ix_lead_lists_name_folded on lead_lists (name_folded, id) where deleted_at is null;
            create index ix_lead_lists_search_text on lead_lists using gin (search_text gin_trgm_ops);

            create index ix_tasks_created_at on tasks (created_at, id) where deleted_at is null;
            create index ix_tasks_updated_at on tasks (updated_at, id) where deleted_at is null;
            create index ix_tasks_start_date on tasks (start_date, id) where deleted_at is null;
            create index ix_tasks_completed_at on tasks (completed_at, id) where deleted_at is null;
            create index ix_tasks_open on tasks (due_date, id) where deleted_at is null and status in ('PENDING', 'IN_PROGRESS', 'DEFERRED');
            create index ix_tasks_assignee_open on tasks (assignee_id, due_date, id) where deleted_at is null and status in ('PENDING', 'IN_PROGRESS', 'DEFERRED');
            create index ix_tasks_search_text on tasks using gin (search_text gin_trgm_ops);

            create index ix_communications_updated_at on communications (updated_at, id) where deleted_at is null;
            create index ix_communications_scheduled_for on communications (scheduled_for, id) where deleted_at is null;
            create index ix_communications_sent_at on communications (sent_at, id) where deleted_at is null;
            create index ix_communications_status_created_at on communications (status, created_at, id) where deleted_at is null;
            create index ix_communications_due on communications (scheduled_for, id) where deleted_at is null and status = 'SCHEDULED';
            create index ix_communications_search_text on communications using gin (search_text gin_trgm_ops);

            create index ix_notes_created_at on notes (created_at, id) where deleted_at is null;
            create index ix_notes_updated_at on notes (updated_at, id) where deleted_at is null;
            create index ix_notes_search_text on notes using gin (search_text gin_trgm_ops);

            create index ix_user_groups_created_at on user_groups (created_at, id) where deleted_at is null;
            create index ix_user_groups_updated_at on user_groups (updated_at, id) where deleted_at is null;
            create index ix_user_groups_name_folded on user_groups (name_folded, id) where deleted_at is null;
            create index ix_user_groups_search_text on user_groups using gin (search_text gin_trgm_ops);
            create index ix_user_group_members_added_at on user_group_members (user_group_id, added_at, id);

            create index ix_api_keys_created_at on api_keys (created_at, id) where deleted_at is null;
            create index ix_api_keys_expires_at on api_keys (expires_at, id) where deleted_at is null;
            create index ix_api_keys_last_used_at on api_keys (last_used_at, id) where deleted_at is null;
            create index ix_api_keys_owner_created_at on api_keys (owner_id, created_at, id) where deleted_at is null;

            create index ix_company_research_created_at on company_research (company_id, created_at, id) where deleted_at is null;
            create index ix_company_research_updated_at on company_research (company_id, updated_at, id) where deleted_at is null;
            create index ix_social_profiles_created_at on social_profiles (contact_id, created_at, id);

            create index ix_contacts_phone_digits on contacts (phone_digits, id) where deleted_at is null and phone_digits <> '';
            create index ix_contacts_name_company on contacts (name_folded, company_id, id) where deleted_at is null;

            create index ix_companies_deleted_at on companies (deleted_at, id) where deleted_at is not null;
            create index ix_contacts_deleted_at on contacts (deleted_at, id) where deleted_at is not null;
            create index ix_leads_deleted_at on leads (deleted_at, id) where deleted_at is not null;
            create index ix_lead_lists_deleted_at on lead_lists (deleted_at, id) where deleted_at is not null;
            create index ix_deals_deleted_at on deals (deleted_at, id) where deleted_at is not null;
            create index ix_tasks_deleted_at on tasks (deleted_at, id) where deleted_at is not null;
            create index ix_communications_deleted_at on communications (deleted_at, id) where deleted_at is not null;
            create index ix_notes_deleted_at on notes (deleted_at, id) where deleted_at is not null;
            create index ix_users_deleted_at on users (deleted_at, id) where deleted_at is not null;
            create index ix_roles_deleted_at on roles (deleted_at, id) where deleted_at is not null;
            create index ix_user_groups_deleted_at on user_groups (deleted_at, id) where deleted_at is not null;
            create index ix_company_research_deleted_at on company_research (deleted_at, id) where deleted_at is not null;
            """;

        /// <summary>
        /// The timeline of a contact, a company, a deal or a lead, written per subject with what happened, so that a page of it costs
        /// the same whatever lies behind it. A company's takes in its contacts' and its deals'. Lead activities are read where they are.
        /// </summary>
        private const string Timeline = """
            alter table tasks add timeline_at timestamptz generated always as (coalesce(completed_at, created_at)) stored;
            alter table communications add timeline_at timestamptz generated always as (coalesce(sent_at, created_at)) stored;
            alter table notes add timeline_at timestamptz generated always as (created_at) stored;

            -- Whatever was put in, all at once: bulk loads cost one statement, too.
            create function timeline_add() returns trigger language plpgsql as $fn$
            begin
                insert into timeline_entries (subject_id, type, at, item_id)
                select distinct s.id, tg_argv[0], a.timeline_at, a.id
                from added a
                left join contacts c on c.id = a.contact_id
                left join deals d on d.id = a.deal_id
                cross join lateral (values (a.contact_id), (a.deal_id), (a.company_id), (a.lead_id), (c.company_id), (d.company_id)) s (id)
                where a.deleted_at is null and s.id is not null
                on conflict do nothing;
                return null;
            end
            $fn$;

            create function timeline_change() returns trigger language plpgsql as $fn$
            begin
                delete from timeline_entries where item_id = old.id;
                if tg_op = 'UPDATE' and new.deleted_at is null then
                    insert into timeline_entries (subject_id, type, at, item_id)
                    select distinct s.id, tg_argv[0], new.timeline_at, new.id
                    from (values (new.contact_id), (new.deal_id), (new.company_id), (new.lead_id),
                        ((select company_id from contacts where id = new.contact_id)), ((select company_id from deals where id = new.deal_id))) s (id)
                    where s.id is not null
                    on conflict do nothing;
                end if;
                return null;
            end
            $fn$;

            create function timeline_stage() returns trigger language plpgsql as $fn$
            begin
                insert into timeline_entries (subject_id, type, at, item_id)
                select s.id, 'STAGE_CHANGE', a.changed_at, a.id
                from added a join deals d on d.id = a.deal_id cross join lateral (values (d.id), (d.company_id)) s (id)
                on conflict do nothing;
                return null;
            end
            $fn$;

            create function timeline_status() returns trigger language plpgsql as $fn$
            begin
                insert into timeline_entries (subject_id, type, at, item_id)
                select a.lead_id, 'STATUS_CHANGE', a.changed_at, a.id from added a on conflict do nothing;
                return null;
            end
            $fn$;

            -- A contact or a deal that changes its company takes its history along; what names the old company by itself stays there.
            create function timeline_move() returns trigger language plpgsql as $fn$
            declare
                items text;
            begin
                foreach items in array array['tasks', 'communications', 'notes'] loop
                    execute format($sql$
                        delete from timeline_entries e using %1$I i
                        where i.%2$I = $1 and e.item_id = i.id and e.subject_id = $2 and i.company_id is distinct from $2
                            and not exists (select 1 from contacts c where c.id = i.contact_id and c.company_id = $2)
                            and not exists (select 1 from deals d where d.id = i.deal_id and d.company_id = $2)
                        $sql$, items, tg_argv[0]) using new.id, old.company_id;
                    execute format($sql$
                        insert into timeline_entries (subject_id, type, at, item_id)
                        select $2, upper(rtrim(%3$L, 's')), i.timeline_at, i.id from %1$I i
                        where i.%2$I = $1 and i.deleted_at is null and $2 is not null
                        on conflict do nothing
                        $sql$, items, tg_argv[0], items) using new.id, new.company_id;
                end loop;
                if tg_argv[0] = 'deal_id' then
                    delete from timeline_entries e using deal_stage_history h
                    where h.deal_id = new.id and e.item_id = h.id and e.subject_id = old.company_id;
                    insert into timeline_entries (subject_id, type, at, item_id)
                    select new.company_id, 'STAGE_CHANGE', h.changed_at, h.id from deal_stage_history h where h.deal_id = new.id
                    on conflict do nothing;
                end if;
                return null;
            end
            $fn$;

            create trigger timeline_add after insert on tasks referencing new table as added for each statement execute function timeline_add('TASK');
            create trigger timeline_change after update on tasks for each row
                when ((old.contact_id, old.deal_id, old.company_id, old.lead_id, old.timeline_at, old.deleted_at is null)
                    is distinct from (new.contact_id, new.deal_id, new.company_id, new.lead_id, new.timeline_at, new.deleted_at is null))
                execute function timeline_change('TASK');
            create trigger timeline_remove after delete on tasks for each row execute function timeline_change('TASK');

            create trigger timeline_add after insert on communications referencing new table as added for each statement execute function timeline_add('COMMUNICATION');
            create trigger timeline_change after update on communications for each row
                when ((old.contact_id, old.deal_id, old.company_id, old.lead_id, old.timeline_at, old.deleted_at is null)
                    is distinct from (new.contact_id, new.deal_id, new.company_id, new.lead_id, new.timeline_at, new.deleted_at is null))
                execute function timeline_change('COMMUNICATION');
            create trigger timeline_remove after delete on communications for each row execute function timeline_change('COMMUNICATION');

            create trigger timeline_add after insert on notes referencing new table as added for each statement execute function timeline_add('NOTE');
            create trigger timeline_change after update on notes for each row
                when ((old.contact_id, old.deal_id, old.company_id, old.lead_id, old.timeline_at, old.deleted_at is null)
                    is distinct from (new.contact_id, new.deal_id, new.company_id, new.lead_id, new.timeline_at, new.deleted_at is null))
                execute function timeline_change('NOTE');
            create trigger timeline_remove after delete on notes for each row execute function timeline_change('NOTE');
            create trigger timeline_add after insert on deal_stage_history referencing new table as added for each statement execute function timeline_stage();
            create trigger timeline_add after insert on lead_status_history referencing new table as added for each statement execute function timeline_status();
            create trigger timeline_move after update of company_id on contacts for each row
                when (old.company_id is distinct from new.company_id) execute function timeline_move('contact_id');
            create trigger timeline_move after update of company_id on deals for each row
                when (old.company_id is distinct from new.company_id) execute function timeline_move('deal_id');

            -- What happened before the timeline was kept.
            insert into timeline_entries (subject_id, type, at, item_id)
            select s.id, 'STAGE_CHANGE', h.changed_at, h.id
            from deal_stage_history h join deals d on d.id = h.deal_id cross join lateral (values (d.id), (d.company_id)) s (id)
            on conflict do nothing;
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Tables);
            migrationBuilder.Sql(Room);
            migrationBuilder.Sql(SeedIndexes);
            migrationBuilder.Sql(KeyIndexes);
            migrationBuilder.Sql(UniqueIndexes);
            migrationBuilder.Sql(ReadIndexes);
            migrationBuilder.Sql(Timeline);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                drop function timeline_add, timeline_change, timeline_stage, timeline_status, timeline_move cascade;
                drop table lead_list_members, lead_activities, communication_dispatches, timeline_entries;
                """);
        }
    }
}
