-- What a lead adds to the rollups (sign 1) or removes from them (-1). Parameters: assignee, status, source, creation,
-- whether it is live, sign.
create or replace function lead_figures(uuid, text, text, timestamptz, boolean, integer)
returns table (figure text, owner_id uuid, currency text, state text, source text, day date, n bigint, value numeric, weighted numeric)
language sql immutable as $fn$
    select 'LEADS', $1, null::text, $2, $3, null::date, $6::bigint, 0::numeric, 0::numeric where $5
    union all
    -- LEADS has a row for each status and source; a dashboard with a row for each user needs only their sum.
    select 'OWNED_LEADS', $1, null, null, null, null, $6, 0, 0 where $5
    union all
    select 'NEW_LEADS', $1, null, null, null, ($4 at time zone 'UTC')::date, $6, 0, 0 where $5
    union all
    select 'NEW_LEADS_MONTH', $1, null, null, null, date_trunc('month', $4 at time zone 'UTC')::date, $6, 0, 0 where $5
$fn$;
