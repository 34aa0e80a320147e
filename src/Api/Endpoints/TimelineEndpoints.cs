using Crm.Application.Timelines;

namespace Crm.Api.Endpoints;

internal sealed class TimelineEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapCollection("contacts", "Timelines").MapGet("/{id:guid}/timeline", OfContact).Lists<ListContactTimeline, TimelineRow>(
            ListContactTimeline.Spec, "listContactTimeline", "List what happened with a contact");
        app.MapCollection("companies", "Timelines").MapGet("/{id:guid}/timeline", OfCompany).Lists<ListCompanyTimeline, TimelineRow>(
            ListCompanyTimeline.Spec, "listCompanyTimeline", "List what happened with a company, its contacts and its deals");
        app.MapCollection("deals", "Timelines").MapGet("/{id:guid}/timeline", OfDeal).Lists<ListDealTimeline, TimelineRow>(
            ListDealTimeline.Spec, "listDealTimeline", "List what happened with a deal");
        app.MapCollection("leads", "Timelines").MapGet("/{id:guid}/timeline", OfLead).Lists<ListLeadTimeline, TimelineRow>(
            ListLeadTimeline.Spec, "listLeadTimeline", "List what happened with a lead");
    }

    private static Task<IResult> OfContact(Guid id, UseCaseSender useCases) => useCases.ListAsync(input => new ListContactTimeline(id, input));

    private static Task<IResult> OfCompany(Guid id, UseCaseSender useCases) => useCases.ListAsync(input => new ListCompanyTimeline(id, input));

    private static Task<IResult> OfDeal(Guid id, UseCaseSender useCases) => useCases.ListAsync(input => new ListDealTimeline(id, input));

    private static Task<IResult> OfLead(Guid id, UseCaseSender useCases) => useCases.ListAsync(input => new ListLeadTimeline(id, input));
}
