using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Crm.Infrastructure.Persistence.Migrations
{
    /// <summary>Maintained sums: what dashboards read instead of counting; see docs/adr/0023.</summary>
    public partial class Rollups : Migration
    {
        /// <summary>
        /// The folded sums, and what was changed since, which is only ever added to and taken away, so that no two writers meet in a
        /// row. A key's member is null where the figure has none; owner_id is null in the sums of everybody. What counts by days counts by
        /// months, too (their first day), where long spans are asked for.
        /// </summary>
        private const string Tables = """
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
                weighted numeric not null)
                with (fillfactor = 50);
            create unique index ux_rollups_key on rollups (owner_id, figure, day, currency, state, source) nulls not distinct;

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
                weighted numeric not null)
                with (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 0);
            create index ix_rollup_deltas_owner on rollup_deltas (owner_id, figure);
            """;

        /// <summary>What one record adds to the figures (with sign 1) or takes from them (-1): the one definition of each figure.</summary>
        private const string Figures = """
            -- Of a deal: owner, currency, stage, value, probability, actual close date, whether it is live; the sign.
            create function deal_figures(uuid, text, text, numeric, integer, date, boolean, integer)
            returns table (figure text, owner_id uuid, currency text, state text, source text, day date, n bigint, value numeric, weighted numeric)
            language sql immutable as $fn$
                select 'DEALS', $1, $2, $3, null::text, null::date, $8::bigint, $8 * $4,
                    case when $3 in ('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP') then $8 * $4 * $5 else 0 end
                where $7
                union all
                select 'CLOSED', $1, $2, $3, null, $6, $8, $8 * $4, 0
                where $7 and $3 in ('CLOSED_WON', 'CLOSED_LOST') and $6 is not null
                union all
                select 'CLOSED_MONTH', $1, $2, $3, null, date_trunc('month', $6::timestamp)::date, $8, $8 * $4, 0
                where $7 and $3 in ('CLOSED_WON', 'CLOSED_LOST') and $6 is not null
            $fn$;

            -- Of a lead: assignee, status, source, creation, whether it is live; the sign.
            create function lead_figures(uuid, text, text, timestamptz, boolean, integer)
            returns table (figure text, owner_id uuid, currency text, state text, source text, day date, n bigint, value numeric, weighted numeric)
            language sql immutable as $fn$
                select 'LEADS', $1, null::text, $2, $3, null::date, $6::bigint, 0::numeric, 0::numeric where $5
                union all
                select 'NEW_LEADS', $1, null, null, null, ($4 at time zone 'UTC')::date, $6, 0, 0 where $5
                union all
                select 'NEW_LEADS_MONTH', $1, null, null, null, date_trunc('month', $4 at time zone 'UTC')::date, $6, 0, 0 where $5
            $fn$;

            -- Of a task: assignee, status, due date, completion, whether lists show it; the sign.
            create function task_figures(uuid, text, timestamptz, timestamptz, boolean, integer)
            returns table (figure text, owner_id uuid, currency text, state text, source text, day date, n bigint, value numeric, weighted numeric)
            language sql immutable as $fn$
                select 'OPEN_TASKS', $1, null::text, null::text, null::text, coalesce(($3 at time zone 'UTC')::date, 'infinity'), $6::bigint, 0::numeric, 0::numeric
                where $5 and $2 in ('PENDING', 'IN_PROGRESS', 'DEFERRED')
                union all
                select 'OPEN_TASKS_MONTH', $1, null, null, null, coalesce(date_trunc('month', $3 at time zone 'UTC')::date, 'infinity'), $6, 0, 0
                where $5 and $2 in ('PENDING', 'IN_PROGRESS', 'DEFERRED')
                union all
                select 'ACTIVITIES', $1, null, null, null, ($4 at time zone 'UTC')::date, $6, 0, 0
                where $5 and $2 = 'COMPLETED' and $4 is not null
            $fn$;

            -- Of a communication: creator, status, sending, whether lists show it; the sign.
            create function communication_figures(uuid, text, timestamptz, boolean, integer)
            returns table (figure text, owner_id uuid, currency text, state text, source text, day date, n bigint, value numeric, weighted numeric)
            language sql immutable as $fn$
                select 'ACTIVITIES', $1, null::text, null::text, null::text, ($3 at time zone 'UTC')::date, $5::bigint, 0::numeric, 0::numeric
                where $4 and $2 in ('SENT', 'DELIVERED', 'OPENED', 'RESPONDED')
            $fn$;

            -- Whether one of what an activity is about is not in the trash.
            create function any_live(contact_id uuid, deal_id uuid, company_id uuid, lead_id uuid) returns boolean language sql stable as $fn$
                select exists (select from contacts c where c.id = $1 and c.deleted_at is null)
                    or exists (select from deals d where d.id = $2 and d.deleted_at is null)
                    or exists (select from companies c where c.id = $3 and c.deleted_at is null)
                    or exists (select from leads l where l.id = $4 and l.deleted_at is null)
            $fn$;

            -- Lists show an activity that is about nothing, or about something that is not in the trash.
            create function is_shown(contact_id uuid, deal_id uuid, company_id uuid, lead_id uuid) returns boolean language sql stable as $fn$
                select coalesce($1, $2, $3, $4) is null
                    or exists (select from contacts c where c.id = $1 and c.deleted_at is null)
                    or exists (select from deals d where d.id = $2 and d.deleted_at is null)
                    or exists (select from companies c where c.id = $3 and c.deleted_at is null)
                    or exists (select from leads l where l.id = $4 and l.deleted_at is null)
            $fn$;

            -- What the sums are to be, counted from the records themselves: to fill, to check and to rebuild them.
            create function rollup_truth()
            returns table (figure text, owner_id uuid, currency text, state text, source text, day date, n bigint, value numeric, weighted numeric)
            language sql stable as $fn$
                with facts as (
                    select f.* from deals d
                    cross join lateral deal_figures(d.owner_id, d.currency, d.stage, d.value, d.probability, d.actual_close_date, d.deleted_at is null, 1) f
                    union all
                    select f.* from leads l cross join lateral lead_figures(l.assigned_to_id, l.status, l.source, l.created_at, l.deleted_at is null, 1) f
                    union all
                    select f.* from tasks t
                    cross join lateral task_figures(t.assignee_id, t.status, t.due_date, t.completed_at,
                        t.deleted_at is null and is_shown(t.contact_id, t.deal_id, t.company_id, t.lead_id), 1) f
                    union all
                    select f.* from communications c
                    cross join lateral communication_figures(c.creator_id, c.status, c.timeline_at,
                        c.deleted_at is null and is_shown(c.contact_id, c.deal_id, c.company_id, c.lead_id), 1) f)
                select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n)::bigint, sum(f.value), sum(f.weighted)
                from facts f where f.owner_id is not null group by 1, 2, 3, 4, 5, 6
                union all
                select f.figure, null, f.currency, f.state, f.source, f.day, sum(f.n)::bigint, sum(f.value), sum(f.weighted)
                from facts f group by 1, 3, 4, 5, 6
            $fn$;
            """;

        /// <summary>
        /// In the transaction of the change, whatever makes it. Rows that are put in together, as by COPY, cost one statement and leave one
        /// delta for each key; a changed row leaves its difference, if it is one.
        /// </summary>
        private const string Triggers = """
            create function rollup_add_deals() returns trigger language plpgsql as $fn$
            begin
                insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
                select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), sum(f.value), sum(f.weighted)
                from added a
                cross join lateral deal_figures(a.owner_id, a.currency, a.stage, a.value, a.probability, a.actual_close_date, a.deleted_at is null, 1) f
                group by 1, 2, 3, 4, 5, 6;
                return null;
            end
            $fn$;

            create function rollup_change_deals() returns trigger language plpgsql as $fn$
            begin
                insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
                select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), sum(f.value), sum(f.weighted)
                from (
                    select * from deal_figures(old.owner_id, old.currency, old.stage, old.value, old.probability, old.actual_close_date, old.deleted_at is null, -1)
                    union all
                    select * from deal_figures(new.owner_id, new.currency, new.stage, new.value, new.probability, new.actual_close_date,
                        tg_op = 'UPDATE' and new.deleted_at is null, 1)) f
                group by 1, 2, 3, 4, 5, 6
                having sum(f.n) <> 0 or sum(f.value) <> 0 or sum(f.weighted) <> 0;
                return null;
            end
            $fn$;

            create function rollup_add_leads() returns trigger language plpgsql as $fn$
            begin
                insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
                select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), 0, 0
                from added a cross join lateral lead_figures(a.assigned_to_id, a.status, a.source, a.created_at, a.deleted_at is null, 1) f
                group by 1, 2, 3, 4, 5, 6;
                return null;
            end
            $fn$;

            create function rollup_change_leads() returns trigger language plpgsql as $fn$
            begin
                insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
                select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), 0, 0
                from (
                    select * from lead_figures(old.assigned_to_id, old.status, old.source, old.created_at, old.deleted_at is null, -1)
                    union all
                    select * from lead_figures(new.assigned_to_id, new.status, new.source, new.created_at, tg_op = 'UPDATE' and new.deleted_at is null, 1)) f
                group by 1, 2, 3, 4, 5, 6
                having sum(f.n) <> 0;
                return null;
            end
            $fn$;

            create function rollup_add_tasks() returns trigger language plpgsql as $fn$
            begin
                insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
                select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), 0, 0
                from added a
                cross join lateral task_figures(a.assignee_id, a.status, a.due_date, a.completed_at,
                    a.deleted_at is null and is_shown(a.contact_id, a.deal_id, a.company_id, a.lead_id), 1) f
                group by 1, 2, 3, 4, 5, 6;
                return null;
            end
            $fn$;

            create function rollup_change_tasks() returns trigger language plpgsql as $fn$
            begin
                insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
                select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), 0, 0
                from (
                    select * from task_figures(old.assignee_id, old.status, old.due_date, old.completed_at,
                        old.deleted_at is null and is_shown(old.contact_id, old.deal_id, old.company_id, old.lead_id), -1)
                    union all
                    select * from task_figures(new.assignee_id, new.status, new.due_date, new.completed_at,
                        tg_op = 'UPDATE' and new.deleted_at is null and is_shown(new.contact_id, new.deal_id, new.company_id, new.lead_id), 1)) f
                group by 1, 2, 3, 4, 5, 6
                having sum(f.n) <> 0;
                return null;
            end
            $fn$;

            create function rollup_add_communications() returns trigger language plpgsql as $fn$
            begin
                insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
                select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), 0, 0
                from added a
                cross join lateral communication_figures(a.creator_id, a.status, a.timeline_at,
                    a.deleted_at is null and is_shown(a.contact_id, a.deal_id, a.company_id, a.lead_id), 1) f
                group by 1, 2, 3, 4, 5, 6;
                return null;
            end
            $fn$;

            create function rollup_change_communications() returns trigger language plpgsql as $fn$
            begin
                insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
                select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), 0, 0
                from (
                    select * from communication_figures(old.creator_id, old.status, old.timeline_at,
                        old.deleted_at is null and is_shown(old.contact_id, old.deal_id, old.company_id, old.lead_id), -1)
                    union all
                    select * from communication_figures(new.creator_id, new.status, new.timeline_at,
                        tg_op = 'UPDATE' and new.deleted_at is null and is_shown(new.contact_id, new.deal_id, new.company_id, new.lead_id), 1)) f
                group by 1, 2, 3, 4, 5, 6
                having sum(f.n) <> 0;
                return null;
            end
            $fn$;

            -- What goes to the trash takes the activities along that are about nothing else that is left, and brings them back.
            -- They are locked first: whoever changes one of them, or what else it is about, is waited for and then seen.
            create function rollup_parent() returns trigger language plpgsql as $fn$
            declare
                sign integer := case when new.deleted_at is null then 1 else -1 end;
            begin
                execute format('select count(*) from (select from tasks where %1$I = $1 order by id for no key update) a', tg_argv[0])
                using new.id;
                execute format($sql$
                    insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
                    select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), 0, 0
                    from tasks t cross join lateral task_figures(t.assignee_id, t.status, t.due_date, t.completed_at, true, $2) f
                    where t.%1$I = $1 and t.deleted_at is null
                        and not any_live(nullif(t.contact_id, $1), nullif(t.deal_id, $1), nullif(t.company_id, $1), nullif(t.lead_id, $1))
                    group by 1, 2, 3, 4, 5, 6
                    $sql$, tg_argv[0]) using new.id, sign;
                execute format('select count(*) from (select from communications where %1$I = $1 order by id for no key update) a', tg_argv[0])
                using new.id;
                execute format($sql$
                    insert into rollup_deltas (figure, owner_id, currency, state, source, day, n, value, weighted)
                    select f.figure, f.owner_id, f.currency, f.state, f.source, f.day, sum(f.n), 0, 0
                    from communications c cross join lateral communication_figures(c.creator_id, c.status, c.timeline_at, true, $2) f
                    where c.%1$I = $1 and c.deleted_at is null
                        and not any_live(nullif(c.contact_id, $1), nullif(c.deal_id, $1), nullif(c.company_id, $1), nullif(c.lead_id, $1))
                    group by 1, 2, 3, 4, 5, 6
                    $sql$, tg_argv[0]) using new.id, sign;
                return null;
            end
            $fn$;

            create trigger rollup_add after insert on deals referencing new table as added for each statement execute function rollup_add_deals();
            create trigger rollup_change after update on deals for each row
                when ((old.owner_id, old.currency, old.stage, old.value, old.probability, old.actual_close_date, old.deleted_at is null)
                    is distinct from (new.owner_id, new.currency, new.stage, new.value, new.probability, new.actual_close_date, new.deleted_at is null))
                execute function rollup_change_deals();
            create trigger rollup_remove after delete on deals for each row execute function rollup_change_deals();

            create trigger rollup_add after insert on leads referencing new table as added for each statement execute function rollup_add_leads();
            create trigger rollup_change after update on leads for each row
                when ((old.assigned_to_id, old.status, old.source, old.created_at, old.deleted_at is null)
                    is distinct from (new.assigned_to_id, new.status, new.source, new.created_at, new.deleted_at is null))
                execute function rollup_change_leads();
            create trigger rollup_remove after delete on leads for each row execute function rollup_change_leads();

            create trigger rollup_add after insert on tasks referencing new table as added for each statement execute function rollup_add_tasks();
            create trigger rollup_change after update on tasks for each row
                when ((old.assignee_id, old.status, old.due_date, old.completed_at, old.deleted_at is null, old.contact_id, old.deal_id, old.company_id, old.lead_id)
                    is distinct from (new.assignee_id, new.status, new.due_date, new.completed_at, new.deleted_at is null, new.contact_id, new.deal_id, new.company_id, new.lead_id))
                execute function rollup_change_tasks();
            create trigger rollup_remove after delete on tasks for each row execute function rollup_change_tasks();

            create trigger rollup_add after insert on communications referencing new table as added for each statement execute function rollup_add_communications();
            create trigger rollup_change after update on communications for each row
                when ((old.creator_id, old.status, old.timeline_at, old.deleted_at is null, old.contact_id, old.deal_id, old.company_id, old.lead_id)
                    is distinct from (new.creator_id, new.status, new.timeline_at, new.deleted_at is null, new.contact_id, new.deal_id, new.company_id, new.lead_id))
                execute function rollup_change_communications();
            create trigger rollup_remove after delete on communications for each row execute function rollup_change_communications();

            create trigger rollup_parent after update on contacts for each row
                when ((old.deleted_at is null) is distinct from (new.deleted_at is null)) execute function rollup_parent('contact_id');
            create trigger rollup_parent after update on deals for each row
                when ((old.deleted_at is null) is distinct from (new.deleted_at is null)) execute function rollup_parent('deal_id');
            create trigger rollup_parent after update on companies for each row
                when ((old.deleted_at is null) is distinct from (new.deleted_at is null)) execute function rollup_parent('company_id');
            create trigger rollup_parent after update on leads for each row
                when ((old.deleted_at is null) is distinct from (new.deleted_at is null)) execute function rollup_parent('lead_id');
            """;

        /// <summary>What is no sum: the oldest deal of a stage, the largest that are open, activities of a part of a day.</summary>
        private const string ReadIndexes = """
            create index ix_deals_oldest on deals (currency, stage, created_at) where deleted_at is null;
            create index ix_deals_owner_oldest on deals (owner_id, currency, stage, created_at) where deleted_at is null;
            create index ix_deals_largest on deals (currency, value, id)
                where deleted_at is null and stage in ('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP');
            create index ix_deals_owner_largest on deals (owner_id, currency, value, id)
                where deleted_at is null and stage in ('PROSPECTING', 'QUALIFYING', 'PROPOSING', 'NEGOTIATING', 'FOLLOW_UP');
            create index ix_tasks_assignee_done on tasks (assignee_id, completed_at) where deleted_at is null and status = 'COMPLETED';
            create index ix_communications_done on communications (timeline_at, creator_id)
                where deleted_at is null and status in ('SENT', 'DELIVERED', 'OPENED', 'RESPONDED');
            create index ix_communications_creator_done on communications (creator_id, timeline_at)
                where deleted_at is null and status in ('SENT', 'DELIVERED', 'OPENED', 'RESPONDED');
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Tables);
            migrationBuilder.Sql(Figures);
            migrationBuilder.Sql(Triggers);
            migrationBuilder.Sql(ReadIndexes);
            migrationBuilder.Sql("insert into rollups select * from rollup_truth()");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            drop function rollup_add_deals, rollup_change_deals, rollup_add_leads, rollup_change_leads, rollup_add_tasks, rollup_change_tasks,
                rollup_add_communications, rollup_change_communications, rollup_parent cascade;
            drop function rollup_truth, is_shown, any_live, deal_figures, lead_figures, task_figures, communication_figures;
            drop table rollups, rollup_deltas;
            drop index ix_deals_oldest, ix_deals_owner_oldest, ix_deals_largest, ix_deals_owner_largest, ix_tasks_assignee_done, ix_communications_done,
                ix_communications_creator_done;
            """);
    }
}
