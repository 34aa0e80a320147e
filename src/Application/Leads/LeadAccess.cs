using Crm.Application.Common;
using Crm.Domain.Leads;
using Crm.Domain.Roles;

namespace Crm.Application.Leads;

/// <summary>How leads are reached.</summary>
internal sealed class LeadAccess : ISharedService
{
    public static readonly Access<Lead> Access = new(Resource.Leads, "leads", LeadErrors.NotFound);
}
