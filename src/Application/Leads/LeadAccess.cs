using Crm.Domain.Leads;

namespace Crm.Application.Leads;

/// <summary>How leads are reached.</summary>
internal sealed class LeadAccess : IScopedService
{
    public static readonly Access<Lead> Access = new(Resource.Leads, "leads", LeadErrors.NotFound);

    /// <summary>The lead as the parent of a list of its children.</summary>
    public static ListParent ParentOf(Guid leadId) => new(Resource.Leads, "leads", "lead_id", leadId, LeadErrors.NotFound);
}
