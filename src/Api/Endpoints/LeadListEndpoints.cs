using Crm.Application.LeadLists;
using Crm.Domain.LeadLists;

namespace Crm.Api.Endpoints;

internal sealed class LeadListEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var lists = app.MapCollection("lead-lists", "Lead lists");
        lists.MapGet("/", List).Lists<ListLeadLists, LeadListRow>(ListLeadLists.Spec, "listLeadLists", "List the lists of leads");
        lists.MapPost("/", Create).Creates<CreateLeadList, LeadListView>("createLeadList", "Create a list of leads");
        lists.MapGet("/{id:guid}", Get).Reads<GetLeadList, LeadListView>("getLeadList", "Get a list of leads");
        lists.MapPut("/{id:guid}", Put).Changes<UpdateLeadList, LeadListView>("replaceLeadList", "Replace the fields of a list of leads");
        lists.MapPatch("/{id:guid}", Patch).Patches<UpdateLeadList, LeadListView>("patchLeadList", "Change some fields of a list of leads");
        lists.MapDelete("/{id:guid}", Delete).Deletes<DeleteLeadList>("deleteLeadList", "Move a list of leads to the trash");
        lists.MapPost("/{id:guid}/restore", Restore).Changes<RestoreLeadList, LeadListView>(
            "restoreLeadList", "Bring a list of leads back from the trash", hasBody: false);

        lists.MapGet("/{id:guid}/members", Members).Lists<ListLeadListMembers, LeadListMemberRow>(
            ListLeadListMembers.Spec, "listLeadListMembers", "List the leads on a list");
        lists.MapPost("/{id:guid}/members", Add).Changes<AddLeadListMembers, LeadListAddition>("addLeadListMembers", "Put leads on a list, by ids or by a filter");
        lists.MapPost("/{id:guid}/members/remove", RemoveMany).Changes<RemoveLeadListMembers, LeadListRemoval>(
            "removeLeadListMembers", "Take leads off a list, by ids or by a filter");
        lists.MapDelete("/{id:guid}/members/{leadId:guid}", Remove).Deletes<RemoveLeadListMember>("removeLeadListMember", "Take a lead off a list");
    }

    private static Task<IResult> List(UseCaseSender useCases) => useCases.ListAsync(input => new ListLeadLists(input));

    private static Task<IResult> Create(Body<CreateLeadList> body, UseCaseSender useCases) => useCases.CreateAsync(body.Value, id => $"/api/lead-lists/{id}");

    private static Task<IResult> Get(Guid id, UseCaseSender useCases) => useCases.QueryAsync(new GetLeadList(id));

    private static Task<IResult> Put(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateLeadList, LeadList, LeadListView>(id, body.Json, merge: false));

    private static Task<IResult> Patch(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateLeadList, LeadList, LeadListView>(id, body.Json, merge: true));

    private static Task<IResult> Delete(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new DeleteLeadList(id));

    private static Task<IResult> Restore(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new RestoreLeadList(id));

    private static Task<IResult> Members(Guid id, UseCaseSender useCases) => useCases.ListAsync(input => new ListLeadListMembers(id, input));

    private static Task<IResult> Add(Guid id, Body<AddLeadListMembers> body, UseCaseSender useCases) => useCases.CommandAsync(body.Value with { ListId = id });

    private static Task<IResult> RemoveMany(Guid id, Body<RemoveLeadListMembers> body, UseCaseSender useCases) => useCases.CommandAsync(body.Value with { ListId = id });

    private static Task<IResult> Remove(Guid id, Guid leadId, UseCaseSender useCases) => useCases.CommandAsync(new RemoveLeadListMember(id, leadId));
}
