namespace Crm.Domain.LeadLists;

public static class LeadListErrors
{
    public static readonly Error MemberNotFound = Error.NotFound("lead_list_member_not_found", "The list has no such member.");
}
