-- What a task adds to the rollups (sign 1) or removes from them (-1). Parameters: assignee, status, due date, completion,
-- whether lists show it, sign.
create or replace function task_figures(uuid, text, timestamptz, timestamptz, boolean, integer)
returns table (figure text, owner_id uuid, currency text, state text, source text, day date, n bigint, value numeric, weighted numeric)
language sql immutable as $fn$
    select 'OPEN_TASKS', $1, null::text, null::text, null::text, coalesce(($3 at time zone 'UTC')::date, 'infinity'),
        $6::bigint, 0::numeric, 0::numeric
    where $5 and $2 in ('PENDING', 'IN_PROGRESS', 'DEFERRED')
    union all
    select 'OPEN_TASKS_MONTH', $1, null, null, null, coalesce(date_trunc('month', $3 at time zone 'UTC')::date, 'infinity'), $6, 0, 0
    where $5 and $2 in ('PENDING', 'IN_PROGRESS', 'DEFERRED')
    union all
    select 'ACTIVITIES', $1, null, null, null, ($4 at time zone 'UTC')::date, $6, 0, 0
    where $5 and $2 = 'COMPLETED' and $4 is not null
$fn$;
