-- What a deal adds to the rollups (sign 1) or removes from them (-1). Parameters: owner, currency, stage, value, probability,
-- actual close date, whether it is live, sign.
create or replace function deal_figures(uuid, text, text, numeric, integer, date, boolean, integer)
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
