using Crm.Application.LeadLists;
using Crm.Domain.LeadLists;

namespace Crm.Api.Endpoints;

internal sealed class LeadListEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var lists = app.MapRecord<LeadList, LeadListView>("Lead lists");
        lists.MapList<LeadList, ListLeadLists, LeadListRow>(input => new ListLeadLists(input));
        lists.MapCreate<LeadList, CreateLeadList, LeadListView>();
        lists.MapUpdate<UpdateLeadList, LeadList, LeadListView>();
        lists.MapDelete<LeadList>();

        lists.MapGet("/{id:guid}/members", Members).Lists<ListLeadListMembers, LeadListMemberRow>(
            ListLeadListMembers.Spec, "listLeadListMembers", "List the leads of a list");
        lists.MapPost("/{id:guid}/members", Add).Changes<AddLeadListMembers, LeadListAddition>(
            "addLeadListMembers", "Add leads to a list, by ids or by a filter");
        lists.MapPost("/{id:guid}/members/remove", RemoveMany).Changes<RemoveLeadListMembers, LeadListRemoval>(
            "removeLeadListMembers", "Remove leads from a list, by ids or by a filter");
        lists.MapDelete("/{id:guid}/members/{leadId:guid}", Remove)
            .Deletes<RemoveLeadListMember>("removeLeadListMember", "Remove a lead from a list");
    }

    private static Task<IResult> Members(Guid id, UseCaseSender sender) => sender.ListAsync(input => new ListLeadListMembers(id, input));

    private static Task<IResult> Add(Guid id, Body<AddLeadListMembers> body, UseCaseSender sender) =>
        sender.CommandAsync(body.Value with { ListId = id });

    private static Task<IResult> RemoveMany(Guid id, Body<RemoveLeadListMembers> body, UseCaseSender sender) =>
        sender.CommandAsync(body.Value with { ListId = id });

    private static Task<IResult> Remove(Guid id, Guid leadId, UseCaseSender sender) =>
        sender.CommandAsync(new RemoveLeadListMember(id, leadId));
}
