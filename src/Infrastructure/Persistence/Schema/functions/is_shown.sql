-- Lists show an activity that has no subject, or a subject that is not in the trash.
create or replace function is_shown(contact_id uuid, deal_id uuid, company_id uuid, lead_id uuid)
returns boolean language sql stable as $fn$
    select coalesce($1, $2, $3, $4) is null
        or exists (select from contacts c where c.id = $1 and c.deleted_at is null)
        or exists (select from deals d where d.id = $2 and d.deleted_at is null)
        or exists (select from companies c where c.id = $3 and c.deleted_at is null)
        or exists (select from leads l where l.id = $4 and l.deleted_at is null)
$fn$;
