using Crm.Application.Leads;
using Crm.Domain.Leads;

namespace Crm.Api.Endpoints;

internal sealed class LeadEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var leads = app.MapCollection("leads", "Leads");
        leads.MapGet("/", List).Lists<ListLeads, LeadRow>(ListLeads.Spec, "listLeads", "List leads");
        leads.MapPost("/", Create).Creates<CreateLead, LeadView>("createLead", "Create a lead");
        leads.MapPost("/assign", Assign).Changes<AssignLeads, AssignmentResults>("assignLeads", "Give up to 500 leads to a user");
        leads.MapGet("/{id:guid}", Get).Reads<GetLead, LeadView>("getLead", "Get a lead");
        leads.MapPut("/{id:guid}", Put).Changes<UpdateLead, LeadView>("replaceLead", "Replace a lead's fields, its status included");
        leads.MapPatch("/{id:guid}", Patch).Patches<UpdateLead, LeadView>("patchLead", "Change some of a lead's fields, its status included");
        leads.MapDelete("/{id:guid}", Delete).Deletes<DeleteLead>("deleteLead", "Move a lead to the trash");
        leads.MapPost("/{id:guid}/restore", Restore).Changes<RestoreLead, LeadView>("restoreLead", "Bring a lead back from the trash", hasBody: false);
        leads.MapPost("/{id:guid}/convert", Convert).Changes<ConvertLead, LeadConversion>("convertLead", "Make a contact, its company and maybe a deal of a lead", bodyOptional: true)
            .WithMetadata(new QueryMetadata(["dryRun"]));
    }

    private static Task<IResult> List(UseCaseSender useCases) => useCases.ListAsync(input => new ListLeads(input));

    private static Task<IResult> Create(Body<CreateLead> body, UseCaseSender useCases) => useCases.CreateAsync(body.Value, id => $"/api/leads/{id}");

    private static Task<IResult> Assign(Body<AssignLeads> body, UseCaseSender useCases) => useCases.CommandAsync(body.Value);

    private static Task<IResult> Get(Guid id, UseCaseSender useCases) => useCases.QueryAsync(new GetLead(id));

    private static Task<IResult> Put(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateLead, Lead, LeadView>(id, body.Json, merge: false));

    private static Task<IResult> Patch(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateLead, Lead, LeadView>(id, body.Json, merge: true));

    private static Task<IResult> Delete(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new DeleteLead(id));

    private static Task<IResult> Restore(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new RestoreLead(id));

    private static Task<IResult> Convert(Guid id, Body<ConvertLead> body, QueryFlag dryRun, UseCaseSender useCases) =>
        useCases.CommandAsync(body.Value with { LeadId = id, DryRun = dryRun.Value });
}
