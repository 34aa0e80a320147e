using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Crm.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ServiceTablesAndIndexes : Migration
    {
        /// <summary>Tables that no aggregate owns: written and read by SQL alone.</summary>
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
            create index idx_outbox_messages_waiting on outbox_messages (seq) where relayed_at is null;
            create index idx_outbox_messages_waiting_aggregate on outbox_messages (aggregate_id, seq) where relayed_at is null;
            create index idx_outbox_messages_relayed_at on outbox_messages (relayed_at) where relayed_at is not null;

            create table idempotency_keys (
                user_id uuid not null,
                key text not null,
                request_hash bytea not null,
                resource_id uuid not null,
                version bigint,
                body bytea,
                created_at timestamptz not null,
                constraint pk_idempotency_keys primary key (user_id, key));
            create index idx_idempotency_keys_created_at on idempotency_keys (created_at);

            create table refresh_tokens (
                id uuid not null constraint pk_refresh_tokens primary key,
                family_id uuid not null,
                user_id uuid not null constraint fk_refresh_tokens_user_id references users (id) on delete cascade,
                token_hash bytea not null constraint ux_refresh_tokens_token_hash unique,
                created_at timestamptz not null,
                expires_at timestamptz not null,
                used_at timestamptz,
                revoked_at timestamptz);
            create index idx_refresh_tokens_family_id on refresh_tokens (family_id);
            create index idx_refresh_tokens_user_id on refresh_tokens (user_id);
            create index idx_refresh_tokens_expires_at on refresh_tokens (expires_at);

            create table login_throttles (
                subject bytea not null constraint pk_login_throttles primary key,
                failures integer not null,
                last_failure_at timestamptz not null,
                locked_until timestamptz);
            create index idx_login_throttles_last_failure_at on login_throttles (last_failure_at);
            """;

        /// <summary>The seed's list under the seed's names; foreign keys have theirs already. The audit's carry its order with them.</summary>
        private const string SeedIndexes = """
            create index idx_users_email on users (email);
            create index idx_users_username on users (username);
            create index idx_contacts_email on contacts (email);
            create index idx_contacts_lead_status on contacts (lead_status);
            create index idx_contacts_lead_score on contacts (lead_score);
            create index idx_companies_name on companies (name);
            create index idx_companies_industry on companies (industry);
            create index idx_companies_size on companies (size);
            create index idx_deals_stage on deals (stage);
            create index idx_deals_expected_close_date on deals (expected_close_date);
            create index idx_audit_logs_entity_type on audit_logs (entity_type, created_at, seq);
            create index idx_audit_logs_entity_id on audit_logs (entity_id, created_at, seq);
            create index idx_audit_logs_user_id on audit_logs (user_id, created_at, seq);
            create index idx_audit_logs_created_at on audit_logs (created_at, seq);
            """;

        /// <summary>Uniqueness counts live records only, whatever the case.</summary>
        private const string UniqueIndexes = """
            create unique index ux_users_email on users (lower(email)) where deleted_at is null;
            create unique index ux_users_username on users (lower(username)) where deleted_at is null;
            create unique index ux_roles_name on roles (lower(name)) where deleted_at is null;
            create unique index ux_contacts_email on contacts (lower(email)) where deleted_at is null;
            """;

        /// <summary>What lists, board and reports read by: each sort with its tie-break (serving both directions), the usual owner first, words by trigram.</summary>
        private const string ReadIndexes = """
            create index ix_users_created_at on users (created_at, id) where deleted_at is null;
            create index ix_users_updated_at on users (updated_at, id) where deleted_at is null;
            create index ix_users_name_folded on users (name_folded, id) where deleted_at is null;
            create index ix_users_last_login_at on users (last_login_at, id) where deleted_at is null;
            create index ix_users_search_text on users using gin (search_text gin_trgm_ops);
            create index ix_roles_created_at on roles (created_at, id) where deleted_at is null;
            create index ix_roles_name on roles (name, id) where deleted_at is null;

            create index ix_companies_created_at on companies (created_at, id) where deleted_at is null;
            create index ix_companies_updated_at on companies (updated_at, id) where deleted_at is null;
            create index ix_companies_name_folded on companies (name_folded, id) where deleted_at is null;
            create index ix_companies_revenue on companies (revenue, id) where deleted_at is null;
            create index ix_companies_employee_count on companies (employee_count, id) where deleted_at is null;
            create index ix_companies_last_activity_date on companies (last_activity_date, id) where deleted_at is null;
            create index ix_companies_phone on companies (phone) where deleted_at is null;
            create index ix_companies_country on companies (country) where deleted_at is null;
            create index ix_companies_owner_created_at on companies (owner_id, created_at, id) where deleted_at is null;
            create index ix_companies_search_text on companies using gin (search_text gin_trgm_ops);
            create index ix_companies_tags on companies using gin (tags);

            create index ix_contacts_created_at on contacts (created_at, id) where deleted_at is null;
            create index ix_contacts_updated_at on contacts (updated_at, id) where deleted_at is null;
            create index ix_contacts_name_folded on contacts (name_folded, id) where deleted_at is null;
            create index ix_contacts_lead_score on contacts (lead_score, id) where deleted_at is null;
            create index ix_contacts_last_activity_date on contacts (last_activity_date, id) where deleted_at is null;
            create index ix_contacts_last_contact_date on contacts (last_contact_date, id) where deleted_at is null;
            create index ix_contacts_phone on contacts (phone) where deleted_at is null;
            create index ix_contacts_city on contacts (city) where deleted_at is null;
            create index ix_contacts_country on contacts (country) where deleted_at is null;
            create index ix_contacts_lead_source on contacts (lead_source) where deleted_at is null;
            create index ix_contacts_owner_created_at on contacts (owner_id, created_at, id) where deleted_at is null;
            create index ix_contacts_owner_last_activity_date on contacts (owner_id, last_activity_date, id) where deleted_at is null;
            create index ix_contacts_company_created_at on contacts (company_id, created_at, id) where deleted_at is null;
            create index ix_contacts_search_text on contacts using gin (search_text gin_trgm_ops);
            create index ix_contacts_tags on contacts using gin (tags);

            create index ix_deals_created_at on deals (created_at, id) where deleted_at is null;
            create index ix_deals_updated_at on deals (updated_at, id) where deleted_at is null;
            create index ix_deals_title_folded on deals (title_folded, id) where deleted_at is null;
            create index ix_deals_value on deals (value, id) where deleted_at is null;
            create index ix_deals_probability on deals (probability, id) where deleted_at is null;
            create index ix_deals_expected_close_date on deals (expected_close_date, id) where deleted_at is null;
            create index ix_deals_actual_close_date on deals (actual_close_date, id) where deleted_at is null;
            create index ix_deals_stage_entered_at on deals (stage_entered_at, id) where deleted_at is null;
            create index ix_deals_owner_created_at on deals (owner_id, created_at, id) where deleted_at is null;
            create index ix_deals_owner_value on deals (owner_id, value, id) where deleted_at is null;
            create index ix_deals_currency_created_at on deals (currency, created_at, id) where deleted_at is null;
            create index ix_deals_competitors on deals using gin (competitors);
            create index ix_deals_company_created_at on deals (company_id, created_at, id) where deleted_at is null;
            create index ix_deals_stage_created_at on deals (stage, created_at, id) where deleted_at is null;
            create index ix_deals_board on deals (stage, expected_close_date, id) include (currency, value, probability) where is_active;
            create index ix_deals_owner_board on deals (owner_id, stage, expected_close_date, id) include (currency, value, probability) where is_active;
            create index ix_deals_company_open on deals (company_id) where is_active;
            create index ix_deals_contact_open on deals (primary_contact_id) where is_active;
            create index ix_deals_figures on deals (stage, actual_close_date) include (currency, value, probability, owner_id, created_at)
                where deleted_at is null;
            create index ix_deals_search_text on deals using gin (search_text gin_trgm_ops);
            create index ix_deals_tags on deals using gin (tags);
            create index ix_deal_products_line on deal_products (deal_id, created_at, id);

            create index ix_audit_logs_action on audit_logs (action, created_at, seq);
            create index ix_audit_logs_field_name on audit_logs (field_name, created_at, seq);
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Tables);
            migrationBuilder.Sql(SeedIndexes);
            migrationBuilder.Sql(UniqueIndexes);
            migrationBuilder.Sql(ReadIndexes);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop table audit_logs, outbox_messages, idempotency_keys, refresh_tokens, login_throttles;");
        }
    }
}
