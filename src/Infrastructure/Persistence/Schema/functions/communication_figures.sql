-- What a communication adds to the rollups (sign 1) or removes from them (-1). Parameters: creator, status, time of sending,
-- whether lists show it, sign.
create or replace function communication_figures(uuid, text, timestamptz, boolean, integer)
returns table (figure text, owner_id uuid, currency text, state text, source text, day date, n bigint, value numeric, weighted numeric)
language sql immutable as $fn$
    select 'ACTIVITIES', $1, null::text, null::text, null::text, ($3 at time zone 'UTC')::date, $5::bigint, 0::numeric, 0::numeric
    where $4 and $2 in ('SENT', 'DELIVERED', 'OPENED', 'RESPONDED')
$fn$;
