using Crm.Domain.Common;

namespace Crm.Domain.Leads;

public static class LeadErrors
{
    public static readonly Error NotFound = Error.NotFound("lead_not_found", "There is no such lead.");
}
