-- Whether at least one of an activity's subjects is live.
create or replace function any_live(contact_id uuid, deal_id uuid, company_id uuid, lead_id uuid)
returns boolean language sql stable as $fn$
    select exists (select from contacts c where c.id = $1 and c.deleted_at is null)
        or exists (select from deals d where d.id = $2 and d.deleted_at is null)
        or exists (select from companies c where c.id = $3 and c.deleted_at is null)
        or exists (select from leads l where l.id = $4 and l.deleted_at is null)
$fn$;
