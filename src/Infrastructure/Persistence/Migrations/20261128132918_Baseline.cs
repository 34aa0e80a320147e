using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Crm.Infrastructure.Persistence.Migrations
{
    /// <summary>
    /// All tables. Functions, triggers, indexes and other objects are files in Persistence/Schema. Migrator adopts databases from before
    /// this migration; see docs/adr/0025.
    /// </summary>
    public partial class Baseline : Migration
    {
        /// <summary>Tables that no aggregate owns: written and read with SQL only.</summary>
        private const string Tables = """
            create table audit_logs (
                id uuid not null constraint pk_audit_logs primary key,
                seq bigint not null generated always as identity,
                entity_type text not null,
                entity_id uuid,
                action text not null constraint ck_audit_logs_action check (action in ('CREATE', 'UPDATE', 'DELETE', 'STATUS_CHANGE',
                    'ASSIGNMENT_CHANGE', 'STAGE_CHANGE', 'RESTORE', 'LOGIN', 'LOGIN_FAILED', 'EXPORT', 'RIGHTS_CHANGE')),
                field_name text,
                old_value text,
                new_value text,
                metadata jsonb not null default '{}',
                ip_address text,
                user_agent text,
                created_at timestamptz not null,
                user_id uuid);

            create table outbox_messages (
                seq bigint not null generated always as identity constraint pk_outbox_messages primary key,
                id uuid not null constraint ux_outbox_messages_id unique,
                aggregate_id uuid not null,
                type text not null,
                payload jsonb not null,
                occurred_at timestamptz not null,
                attempts integer not null default 0,
                claimed_by uuid,
                claimed_until timestamptz,
                relayed_at timestamptz);

            create table idempotency_keys (
                user_id uuid not null,
                key text not null,
                request_hash bytea not null,
                resource_id uuid not null,
                version bigint,
                body bytea,
                created_at timestamptz not null,
                constraint pk_idempotency_keys primary key (user_id, key));

            create table refresh_tokens (
                id uuid not null constraint pk_refresh_tokens primary key,
                family_id uuid not null,
                user_id uuid not null constraint fk_refresh_tokens_user_id references users (id) on delete cascade,
                token_hash bytea not null constraint ux_refresh_tokens_token_hash unique,
                created_at timestamptz not null,
                expires_at timestamptz not null,
                used_at timestamptz,
                revoked_at timestamptz);

            create table login_throttles (
                subject bytea not null constraint pk_login_throttles primary key,
                failures integer not null,
                last_failure_at timestamptz not null,
                locked_until timestamptz);

            create table lead_list_members (
                lead_list_id uuid not null constraint fk_lead_list_members_lead_list_id references lead_lists (id) on delete cascade,
                lead_id uuid not null constraint fk_lead_list_members_lead_id references leads (id) on delete cascade,
                added_at timestamptz not null,
                added_by_id uuid not null,
                constraint pk_lead_list_members primary key (lead_list_id, lead_id));

            create table lead_activities (
                id uuid not null constraint pk_lead_activities primary key,
                seq bigint not null generated always as identity,
                lead_id uuid not null constraint fk_lead_activities_lead_id references leads (id) on delete cascade,
                type text not null constraint ck_lead_activities_type check (type in ('PAGE_VIEW', 'EMAIL_OPEN', 'EMAIL_CLICK',
                    'FORM_SUBMISSION', 'PHONE_CALL', 'MEETING', 'SOCIAL_ENGAGEMENT', 'OTHER')),
                description text,
                metadata jsonb,
                ip_address text,
                user_agent text,
                url text,
                duration integer,
                created_at timestamptz not null,
                created_by_id uuid not null);

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
                type text not null constraint ck_timeline_entries_type
                    check (type in ('TASK', 'COMMUNICATION', 'NOTE', 'STAGE_CHANGE', 'STATUS_CHANGE')),
                at timestamptz not null,
                item_id uuid not null,
                constraint pk_timeline_entries primary key (subject_id, type, at, item_id));

            -- A column is null where the figure has no such key; owner_id is null in the sums of all owners.
            create table rollups (
                figure text not null constraint ck_rollups_figure check (figure in ('DEALS', 'CLOSED', 'CLOSED_MONTH', 'LEADS',
                    'NEW_LEADS', 'NEW_LEADS_MONTH', 'OPEN_TASKS', 'OPEN_TASKS_MONTH', 'ACTIVITIES')),
                owner_id uuid,
                currency text,
                state text,
                source text,
                day date,
                n bigint not null,
                value numeric not null,
                weighted numeric not null);

            -- Changes that are not merged into rollups yet: only inserted and deleted, so no two writers compete for a row.
            create table rollup_deltas (
                id bigint generated always as identity constraint pk_rollup_deltas primary key,
                figure text not null,
                owner_id uuid,
                currency text,
                state text,
                source text,
                day date,
                n bigint not null,
                value numeric not null,
                weighted numeric not null);
            """;

        /// <summary>When an item appears in a timeline. EF does not know these columns.</summary>
        private const string TimelineColumns = """
            alter table tasks add timeline_at timestamptz generated always as (coalesce(completed_at, created_at)) stored;
            alter table communications add timeline_at timestamptz generated always as (coalesce(sent_at, created_at)) stored;
            alter table notes add timeline_at timestamptz generated always as (created_at) stored;
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.CreateTable(
                name: "lead_lists",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    description = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    type = table.Column<string>(type: "text", nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    members_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    name_folded = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    search_text = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lead_lists", x => x.id);
                    table.CheckConstraint("ck_lead_lists_name", "name <> ''");
                    table.CheckConstraint("ck_lead_lists_type", "type in ('PROSPECTING', 'EVENT_ATTENDEES', 'WEBCAST_INVITEES', 'COLD_CALL_LIST', 'NURTURING', 'CUSTOM')");
                });

            migrationBuilder.CreateTable(
                name: "roles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    description = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    permissions = table.Column<string>(type: "jsonb", maxLength: -1, nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_roles", x => x.id);
                    table.CheckConstraint("ck_roles_name", "name <> ''");
                });

            migrationBuilder.CreateTable(
                name: "user_groups",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    description = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    type = table.Column<string>(type: "text", nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    name_folded = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    search_text = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_groups", x => x.id);
                    table.CheckConstraint("ck_user_groups_name", "name <> ''");
                    table.CheckConstraint("ck_user_groups_type", "type in ('SALES_TEAM', 'MARKETING_TEAM', 'FINANCE_TEAM', 'MANAGEMENT', 'CUSTOM')");
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    role_id = table.Column<Guid>(type: "uuid", nullable: false),
                    password_hash = table.Column<string>(type: "text", maxLength: -1, nullable: true),
                    last_login_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    full_name = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    name_folded = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    search_text = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    department = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    email = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    first_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    job_title = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    last_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    locale = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    middle_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    timezone = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    username = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_users", x => x.id);
                    table.CheckConstraint("ck_users_email", "length(email) <= 254 and email ~ '^[^@ \\t\\r\\n]+@[^@ \\t\\r\\n]+$'");
                    table.CheckConstraint("ck_users_first_name", "first_name <> ''");
                    table.CheckConstraint("ck_users_last_name", "last_name <> ''");
                    table.CheckConstraint("ck_users_locale", "locale ~ '^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*$'");
                    table.CheckConstraint("ck_users_timezone", "(timezone = 'UTC' or timezone like '%/%')");
                    table.CheckConstraint("ck_users_username", "username <> '' and username !~ '[@ \\t\\r\\n]'");
                    table.ForeignKey(
                        name: "fk_users_role_id",
                        column: x => x.role_id,
                        principalTable: "roles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    permissions = table.Column<string>(type: "jsonb", maxLength: -1, nullable: false),
                    prefix = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    key_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_keys", x => x.id);
                    table.CheckConstraint("ck_api_keys_name", "name <> ''");
                    table.ForeignKey(
                        name: "fk_api_keys_owner_id",
                        column: x => x.owner_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "companies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    parent_company_id = table.Column<Guid>(type: "uuid", nullable: true),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    last_activity_date = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    name_folded = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    search_text = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    address = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    address2 = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    city = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    country = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    dba = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    email = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    employee_count = table.Column<int>(type: "integer", nullable: true),
                    fax = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    founded_year = table.Column<int>(type: "integer", nullable: true),
                    industry = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    is_public = table.Column<bool>(type: "boolean", nullable: false),
                    latitude = table.Column<decimal>(type: "numeric(9,6)", precision: 9, scale: 6, nullable: true),
                    legal_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    longitude = table.Column<decimal>(type: "numeric(9,6)", precision: 9, scale: 6, nullable: true),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    notes = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    phone = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    prospect_assignment = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    prospect_reengagement = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    revenue = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    sector = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    size = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    tags = table.Column<string[]>(type: "text[]", nullable: false),
                    ticker_symbol = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    timezone = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    website = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true),
                    zip_code = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_companies", x => x.id);
                    table.CheckConstraint("ck_companies_email", "length(email) <= 254 and email ~ '^[^@ \\t\\r\\n]+@[^@ \\t\\r\\n]+$'");
                    table.CheckConstraint("ck_companies_employee_count", "employee_count >= 0");
                    table.CheckConstraint("ck_companies_founded_year", "founded_year >= 1000");
                    table.CheckConstraint("ck_companies_latitude", "latitude between -90 and 90");
                    table.CheckConstraint("ck_companies_longitude", "longitude between -180 and 180 and (longitude is null) = (latitude is null)");
                    table.CheckConstraint("ck_companies_name", "name <> ''");
                    table.CheckConstraint("ck_companies_revenue", "revenue >= 0");
                    table.CheckConstraint("ck_companies_size", "size in ('MICRO_1_10', 'SMALL_11_50', 'MEDIUM_51_200', 'LARGE_201_1000', 'ENTERPRISE_1000_PLUS')");
                    table.CheckConstraint("ck_companies_tags", "cardinality(tags) <= 50 and array_position(tags, '') is null and array_position(tags, null) is null and tags = tags::varchar(50)[]::text[]");
                    table.CheckConstraint("ck_companies_timezone", "(timezone = 'UTC' or timezone like '%/%')");
                    table.CheckConstraint("ck_companies_website", "website !~ '[ \\t\\r\\n]'");
                    table.ForeignKey(
                        name: "fk_companies_owner_id",
                        column: x => x.owner_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_companies_parent_company_id",
                        column: x => x.parent_company_id,
                        principalTable: "companies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "user_group_members",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_group_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    added_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_group_members", x => x.id);
                    table.ForeignKey(
                        name: "fk_user_group_members_user_group_id",
                        column: x => x.user_group_id,
                        principalTable: "user_groups",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_user_group_members_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "company_research",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    company_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ai_generated = table.Column<bool>(type: "boolean", nullable: false),
                    confidence = table.Column<decimal>(type: "numeric(5,4)", precision: 5, scale: 4, nullable: true),
                    content = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false),
                    research_type = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    tags = table.Column<string[]>(type: "text[]", nullable: false),
                    title = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    url = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_company_research", x => x.id);
                    table.CheckConstraint("ck_company_research_confidence", "confidence between 0 and 1");
                    table.CheckConstraint("ck_company_research_content", "content <> ''");
                    table.CheckConstraint("ck_company_research_research_type", "research_type in ('COMPANY_INFO', 'FINANCIAL_DATA', 'MARKET_ANALYSIS', 'COMPETITOR_ANALYSIS', 'NEWS_ARTICLES', 'SOCIAL_MEDIA', 'AI_GENERATED', 'OTHER')");
                    table.CheckConstraint("ck_company_research_tags", "cardinality(tags) <= 50 and array_position(tags, '') is null and array_position(tags, null) is null and tags = tags::varchar(50)[]::text[]");
                    table.CheckConstraint("ck_company_research_title", "title <> ''");
                    table.CheckConstraint("ck_company_research_url", "url !~ '[ \\t\\r\\n]'");
                    table.ForeignKey(
                        name: "fk_company_research_company_id",
                        column: x => x.company_id,
                        principalTable: "companies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "contacts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    company_id = table.Column<Guid>(type: "uuid", nullable: true),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    last_contact_date = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_activity_date = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    name_folded = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    search_text = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    phone_digits = table.Column<string>(type: "text", maxLength: -1, nullable: false, defaultValue: ""),
                    address = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    address2 = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    birthday = table.Column<DateOnly>(type: "date", nullable: true),
                    children_names = table.Column<string[]>(type: "text[]", nullable: false),
                    city = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    country = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    department = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    email = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    email_verified = table.Column<bool>(type: "boolean", nullable: false),
                    fax = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    first_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    gender = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    is_decision_maker = table.Column<bool>(type: "boolean", nullable: false),
                    job_title = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    language = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    last_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    latitude = table.Column<decimal>(type: "numeric(9,6)", precision: 9, scale: 6, nullable: true),
                    lead_score = table.Column<int>(type: "integer", nullable: true),
                    lead_source = table.Column<string>(type: "text", nullable: true),
                    lead_status = table.Column<string>(type: "text", nullable: true),
                    longitude = table.Column<decimal>(type: "numeric(9,6)", precision: 9, scale: 6, nullable: true),
                    middle_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    mobile = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    phone = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    preferred_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    spouse_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    state = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    tags = table.Column<string[]>(type: "text[]", nullable: false),
                    timezone = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    website = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true),
                    work_phone = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    zip_code = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contacts", x => x.id);
                    table.CheckConstraint("ck_contacts_children_names", "cardinality(children_names) <= 50 and array_position(children_names, '') is null and array_position(children_names, null) is null and children_names = children_names::varchar(255)[]::text[]");
                    table.CheckConstraint("ck_contacts_email", "length(email) <= 254 and email ~ '^[^@ \\t\\r\\n]+@[^@ \\t\\r\\n]+$'");
                    table.CheckConstraint("ck_contacts_first_name", "first_name <> ''");
                    table.CheckConstraint("ck_contacts_language", "language ~ '^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*$'");
                    table.CheckConstraint("ck_contacts_last_name", "last_name <> ''");
                    table.CheckConstraint("ck_contacts_latitude", "latitude between -90 and 90");
                    table.CheckConstraint("ck_contacts_lead_score", "lead_score between 0 and 100");
                    table.CheckConstraint("ck_contacts_lead_source", "lead_source in ('WEBSITE', 'EMAIL_CAMPAIGN', 'SOCIAL_MEDIA', 'REFERRAL', 'COLD_CALL', 'TRADE_SHOW', 'WEBINAR', 'ADVERTISEMENT', 'PARTNER', 'EVENT', 'PAID_SEARCH', 'ORGANIC_SEARCH', 'DIRECT_MAIL', 'TELEMARKETING', 'OTHER')");
                    table.CheckConstraint("ck_contacts_lead_status", "lead_status in ('NEW', 'QUALIFIED', 'CONTACTED', 'INTERESTED', 'NOT_INTERESTED', 'CONVERTED', 'DEAD', 'NURTURING')");
                    table.CheckConstraint("ck_contacts_longitude", "longitude between -180 and 180 and (longitude is null) = (latitude is null)");
                    table.CheckConstraint("ck_contacts_tags", "cardinality(tags) <= 50 and array_position(tags, '') is null and array_position(tags, null) is null and tags = tags::varchar(50)[]::text[]");
                    table.CheckConstraint("ck_contacts_timezone", "(timezone = 'UTC' or timezone like '%/%')");
                    table.CheckConstraint("ck_contacts_website", "website !~ '[ \\t\\r\\n]'");
                    table.ForeignKey(
                        name: "fk_contacts_company_id",
                        column: x => x.company_id,
                        principalTable: "companies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_contacts_owner_id",
                        column: x => x.owner_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    value = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    value_source = table.Column<string>(type: "text", nullable: false),
                    probability = table.Column<int>(type: "integer", nullable: false),
                    stage = table.Column<string>(type: "text", nullable: false),
                    stage_entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    stage_seq = table.Column<int>(type: "integer", nullable: false),
                    actual_close_date = table.Column<DateOnly>(type: "date", nullable: true),
                    close_reason = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    loss_reason = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    company_id = table.Column<Guid>(type: "uuid", nullable: false),
                    primary_contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    title_folded = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    search_text = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    competitors = table.Column<string[]>(type: "text[]", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    description = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    expected_close_date = table.Column<DateOnly>(type: "date", nullable: true),
                    notes = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    risks = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    tags = table.Column<string[]>(type: "text[]", nullable: false),
                    title = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deals", x => x.id);
                    table.CheckConstraint("ck_deals_competitors", "cardinality(competitors) <= 50 and array_position(competitors, '') is null and array_position(competitors, null) is null and competitors = competitors::varchar(255)[]::text[]");
                    table.CheckConstraint("ck_deals_currency", "currency ~ '^[A-Z]{3}$'");
                    table.CheckConstraint("ck_deals_probability", "probability between 0 and 100");
                    table.CheckConstraint("ck_deals_stage", "stage in ('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP', 'CLOSED_WON', 'CLOSED_LOST', 'ON_HOLD')");
                    table.CheckConstraint("ck_deals_tags", "cardinality(tags) <= 50 and array_position(tags, '') is null and array_position(tags, null) is null and tags = tags::varchar(50)[]::text[]");
                    table.CheckConstraint("ck_deals_title", "title <> ''");
                    table.CheckConstraint("ck_deals_value", "value >= 0");
                    table.CheckConstraint("ck_deals_value_source", "value_source in ('MANUAL', 'PRODUCTS')");
                    table.ForeignKey(
                        name: "fk_deals_company_id",
                        column: x => x.company_id,
                        principalTable: "companies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_deals_owner_id",
                        column: x => x.owner_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_deals_primary_contact_id",
                        column: x => x.primary_contact_id,
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "social_profiles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    platform = table.Column<string>(type: "text", nullable: false),
                    username = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    profile_url = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: false),
                    profile_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    is_verified = table.Column<bool>(type: "boolean", nullable: false),
                    last_sync_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", maxLength: -1, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_social_profiles", x => x.id);
                    table.CheckConstraint("ck_social_profiles_metadata", "jsonb_typeof(metadata) = 'object'");
                    table.CheckConstraint("ck_social_profiles_platform", "platform in ('LINKEDIN', 'FACEBOOK', 'TWITTER', 'INSTAGRAM', 'YOUTUBE', 'TIKTOK', 'OTHER')");
                    table.CheckConstraint("ck_social_profiles_profile_url", "profile_url !~ '[ \\t\\r\\n]'");
                    table.ForeignKey(
                        name: "fk_social_profiles_contact_id",
                        column: x => x.contact_id,
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "deal_products",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    quantity = table.Column<decimal>(type: "numeric(12,4)", precision: 12, scale: 4, nullable: false),
                    unit_price = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    total_price = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    notes = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deal_products", x => x.id);
                    table.CheckConstraint("ck_deal_products_product_name", "product_name <> ''");
                    table.CheckConstraint("ck_deal_products_quantity", "quantity > 0");
                    table.CheckConstraint("ck_deal_products_unit_price", "unit_price >= 0");
                    table.ForeignKey(
                        name: "fk_deal_products_deal_id",
                        column: x => x.deal_id,
                        principalTable: "deals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "deal_stage_history",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<int>(type: "integer", nullable: false),
                    from_stage = table.Column<string>(type: "text", nullable: true),
                    to_stage = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    changed_by = table.Column<Guid>(type: "uuid", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deal_stage_history", x => x.id);
                    table.CheckConstraint("ck_deal_stage_history_from_stage", "from_stage in ('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP', 'CLOSED_WON', 'CLOSED_LOST', 'ON_HOLD')");
                    table.CheckConstraint("ck_deal_stage_history_to_stage", "to_stage in ('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP', 'CLOSED_WON', 'CLOSED_LOST', 'ON_HOLD')");
                    table.ForeignKey(
                        name: "fk_deal_stage_history_deal_id",
                        column: x => x.deal_id,
                        principalTable: "deals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    assigned_to_id = table.Column<Guid>(type: "uuid", nullable: true),
                    is_converted = table.Column<bool>(type: "boolean", nullable: false),
                    converted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    converted_to_contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    converted_to_company_id = table.Column<Guid>(type: "uuid", nullable: true),
                    converted_to_deal_id = table.Column<Guid>(type: "uuid", nullable: true),
                    status_seq = table.Column<int>(type: "integer", nullable: false),
                    last_activity_date = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    name_folded = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    company_folded = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    search_text = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    address = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    city = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    company = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    country = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    email = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    first_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    job_title = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    last_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    lead_score = table.Column<int>(type: "integer", nullable: true),
                    notes = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    phone = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    source = table.Column<string>(type: "text", nullable: true),
                    source_details = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    state = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    tags = table.Column<string[]>(type: "text[]", nullable: false),
                    website = table.Column<string>(type: "character varying(2048)", maxLength: 2048, nullable: true),
                    zip_code = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leads", x => x.id);
                    table.CheckConstraint("ck_leads_email", "length(email) <= 254 and email ~ '^[^@ \\t\\r\\n]+@[^@ \\t\\r\\n]+$'");
                    table.CheckConstraint("ck_leads_first_name", "first_name <> ''");
                    table.CheckConstraint("ck_leads_last_name", "last_name <> ''");
                    table.CheckConstraint("ck_leads_lead_score", "lead_score between 0 and 100");
                    table.CheckConstraint("ck_leads_source", "source in ('WEBSITE', 'EMAIL_CAMPAIGN', 'SOCIAL_MEDIA', 'REFERRAL', 'COLD_CALL', 'TRADE_SHOW', 'WEBINAR', 'ADVERTISEMENT', 'PARTNER', 'EVENT', 'PAID_SEARCH', 'ORGANIC_SEARCH', 'DIRECT_MAIL', 'TELEMARKETING', 'OTHER')");
                    table.CheckConstraint("ck_leads_status", "status in ('NEW', 'QUALIFIED', 'CONTACTED', 'INTERESTED', 'NOT_INTERESTED', 'CONVERTED', 'DEAD', 'NURTURING')");
                    table.CheckConstraint("ck_leads_tags", "cardinality(tags) <= 50 and array_position(tags, '') is null and array_position(tags, null) is null and tags = tags::varchar(50)[]::text[]");
                    table.CheckConstraint("ck_leads_website", "website !~ '[ \\t\\r\\n]'");
                    table.ForeignKey(
                        name: "fk_leads_assigned_to_id",
                        column: x => x.assigned_to_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_leads_converted_to_company_id",
                        column: x => x.converted_to_company_id,
                        principalTable: "companies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_leads_converted_to_contact_id",
                        column: x => x.converted_to_contact_id,
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_leads_converted_to_deal_id",
                        column: x => x.converted_to_deal_id,
                        principalTable: "deals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "communications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    scheduled = table.Column<bool>(type: "boolean", nullable: false),
                    scheduled_for = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    responded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failure_reason = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    possibly_sent_twice = table.Column<bool>(type: "boolean", nullable: false),
                    creator_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    deal_id = table.Column<Guid>(type: "uuid", nullable: true),
                    company_id = table.Column<Guid>(type: "uuid", nullable: true),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: true),
                    search_text = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    content = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    direction = table.Column<string>(type: "text", nullable: false),
                    duration = table.Column<int>(type: "integer", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", maxLength: -1, nullable: true),
                    outcome = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    subject = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    type = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_communications", x => x.id);
                    table.CheckConstraint("ck_communications_direction", "direction in ('INBOUND', 'OUTBOUND')");
                    table.CheckConstraint("ck_communications_duration", "duration >= 0");
                    table.CheckConstraint("ck_communications_metadata", "jsonb_typeof(metadata) = 'object'");
                    table.CheckConstraint("ck_communications_status", "status in ('DRAFT', 'SCHEDULED', 'SENT', 'DELIVERED', 'OPENED', 'RESPONDED', 'FAILED', 'CANCELLED')");
                    table.CheckConstraint("ck_communications_type", "type in ('EMAIL', 'PHONE_CALL', 'MEETING', 'TEXT_MESSAGE', 'WHATSAPP', 'VIDEO_CALL', 'NOTE', 'SOCIAL_MESSAGE', 'DIRECT_MAIL')");
                    table.ForeignKey(
                        name: "fk_communications_company_id",
                        column: x => x.company_id,
                        principalTable: "companies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_communications_contact_id",
                        column: x => x.contact_id,
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_communications_creator_id",
                        column: x => x.creator_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_communications_deal_id",
                        column: x => x.deal_id,
                        principalTable: "deals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_communications_lead_id",
                        column: x => x.lead_id,
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "lead_status_history",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<int>(type: "integer", nullable: false),
                    from_status = table.Column<string>(type: "text", nullable: true),
                    to_status = table.Column<string>(type: "text", nullable: false),
                    changed_by = table.Column<Guid>(type: "uuid", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lead_status_history", x => x.id);
                    table.CheckConstraint("ck_lead_status_history_from_status", "from_status in ('NEW', 'QUALIFIED', 'CONTACTED', 'INTERESTED', 'NOT_INTERESTED', 'CONVERTED', 'DEAD', 'NURTURING')");
                    table.CheckConstraint("ck_lead_status_history_to_status", "to_status in ('NEW', 'QUALIFIED', 'CONTACTED', 'INTERESTED', 'NOT_INTERESTED', 'CONVERTED', 'DEAD', 'NURTURING')");
                    table.ForeignKey(
                        name: "fk_lead_status_history_lead_id",
                        column: x => x.lead_id,
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    creator_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    deal_id = table.Column<Guid>(type: "uuid", nullable: true),
                    company_id = table.Column<Guid>(type: "uuid", nullable: true),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: true),
                    search_text = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    content = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false),
                    is_private = table.Column<bool>(type: "boolean", nullable: false),
                    title = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    type = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notes", x => x.id);
                    table.CheckConstraint("ck_notes_content", "content <> ''");
                    table.CheckConstraint("ck_notes_type", "type in ('GENERAL', 'MEETING_NOTES', 'CALL_NOTES', 'RESEARCH_NOTES', 'TASK_NOTES', 'OTHER')");
                    table.ForeignKey(
                        name: "fk_notes_company_id",
                        column: x => x.company_id,
                        principalTable: "companies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_notes_contact_id",
                        column: x => x.contact_id,
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_notes_creator_id",
                        column: x => x.creator_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_notes_deal_id",
                        column: x => x.deal_id,
                        principalTable: "deals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_notes_lead_id",
                        column: x => x.lead_id,
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tasks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    assignee_id = table.Column<Guid>(type: "uuid", nullable: true),
                    creator_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    deal_id = table.Column<Guid>(type: "uuid", nullable: true),
                    company_id = table.Column<Guid>(type: "uuid", nullable: true),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: true),
                    search_text = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    actual_duration = table.Column<int>(type: "integer", nullable: true),
                    description = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    due_date = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    estimated_duration = table.Column<int>(type: "integer", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", maxLength: -1, nullable: true),
                    notes = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    outcome = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: true),
                    priority = table.Column<string>(type: "text", nullable: false),
                    start_date = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    title = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tasks", x => x.id);
                    table.CheckConstraint("ck_tasks_actual_duration", "actual_duration >= 0");
                    table.CheckConstraint("ck_tasks_due_date", "due_date >= start_date");
                    table.CheckConstraint("ck_tasks_estimated_duration", "estimated_duration >= 0");
                    table.CheckConstraint("ck_tasks_metadata", "jsonb_typeof(metadata) = 'object'");
                    table.CheckConstraint("ck_tasks_priority", "priority in ('LOW', 'MEDIUM', 'HIGH', 'URGENT')");
                    table.CheckConstraint("ck_tasks_status", "status in ('PENDING', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'DEFERRED')");
                    table.CheckConstraint("ck_tasks_title", "title <> ''");
                    table.CheckConstraint("ck_tasks_type", "type in ('CALL', 'EMAIL', 'MEETING', 'FOLLOW_UP', 'DEMO', 'PROPOSAL', 'CONTRACT', 'RESEARCH', 'CONTENT_CREATION', 'OTHER')");
                    table.ForeignKey(
                        name: "fk_tasks_assignee_id",
                        column: x => x.assignee_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tasks_company_id",
                        column: x => x.company_id,
                        principalTable: "companies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tasks_contact_id",
                        column: x => x.contact_id,
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tasks_creator_id",
                        column: x => x.creator_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tasks_deal_id",
                        column: x => x.deal_id,
                        principalTable: "deals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tasks_lead_id",
                        column: x => x.lead_id,
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.Sql(Tables);
            migrationBuilder.Sql(TimelineColumns);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                drop table audit_logs, outbox_messages, idempotency_keys, refresh_tokens, login_throttles, lead_list_members, lead_activities,
                    communication_dispatches, timeline_entries, rollups, rollup_deltas;
                """);

            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "communications");

            migrationBuilder.DropTable(
                name: "company_research");

            migrationBuilder.DropTable(
                name: "deal_products");

            migrationBuilder.DropTable(
                name: "deal_stage_history");

            migrationBuilder.DropTable(
                name: "lead_lists");

            migrationBuilder.DropTable(
                name: "lead_status_history");

            migrationBuilder.DropTable(
                name: "notes");

            migrationBuilder.DropTable(
                name: "social_profiles");

            migrationBuilder.DropTable(
                name: "tasks");

            migrationBuilder.DropTable(
                name: "user_group_members");

            migrationBuilder.DropTable(
                name: "leads");

            migrationBuilder.DropTable(
                name: "user_groups");

            migrationBuilder.DropTable(
                name: "deals");

            migrationBuilder.DropTable(
                name: "contacts");

            migrationBuilder.DropTable(
                name: "companies");

            migrationBuilder.DropTable(
                name: "users");

            migrationBuilder.DropTable(
                name: "roles");
        }
    }
}
