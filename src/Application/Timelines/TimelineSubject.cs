using Crm.Application.Companies;
using Crm.Application.Contacts;
using Crm.Application.Deals;
using Crm.Application.Leads;
using static Crm.Domain.Common.TimelineType;

namespace Crm.Application.Timelines;

/// <summary>A kind of record that has a timeline.</summary>
/// <param name="Resource">Whose scope decides who sees it.</param>
/// <param name="Table">Where it is.</param>
/// <param name="NotFound">The answer where it is not visible.</param>
/// <param name="Types">What can stand in it.</param>
internal sealed record TimelineSubject(Resource Resource, string Table, Error NotFound, IReadOnlyList<TimelineType> Types)
{
    public static readonly TimelineSubject Contact = new(
        Resource.Contacts, ContactAccess.Access.Table, ContactAccess.Access.NotFound, [TimelineType.Task, Communication, Note]);

    public static readonly TimelineSubject Company = new(
        Resource.Companies, CompanyAccess.Access.Table, CompanyAccess.Access.NotFound, [TimelineType.Task, Communication, Note, StageChange]);

    public static readonly TimelineSubject Deal = new(
        Resource.Deals, DealAccess.Access.Table, DealAccess.Access.NotFound, [TimelineType.Task, Communication, Note, StageChange]);

    public static readonly TimelineSubject Lead = new(
        Resource.Leads, LeadAccess.Access.Table, LeadAccess.Access.NotFound, [TimelineType.Task, Communication, Note, StatusChange, LeadActivity]);
}
