using Crm.Api.Http;
using Crm.Application.Common;
using Crm.Application.Common.Writing;
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

    private static Task<IResult> List(UseCases useCases) => useCases.ListAsync(input => new ListLeads(input));

    private static Task<IResult> Create(Body<CreateLead> body, UseCases useCases) => useCases.CreateAsync(body.Value, id => $"/api/leads/{id}");

    private static Task<IResult> Assign(Body<AssignLeads> body, UseCases useCases) => useCases.ChangeAsync(body.Value);

    private static Task<IResult> Get(Guid id, UseCases useCases) => useCases.AskAsync(new GetLead(id));

    private static Task<IResult> Put(Guid id, RecordBody body, UseCases useCases) =>
        useCases.ChangeAsync(new Write<UpdateLead, Lead, LeadView>(id, body.Json, merge: false));

    private static Task<IResult> Patch(Guid id, RecordBody body, UseCases useCases) =>
        useCases.ChangeAsync(new Write<UpdateLead, Lead, LeadView>(id, body.Json, merge: true));

    private static Task<IResult> Delete(Guid id, UseCases useCases) => useCases.ChangeAsync(new DeleteLead(id));

    private static Task<IResult> Restore(Guid id, UseCases useCases) => useCases.ChangeAsync(new RestoreLead(id));

    private static Task<IResult> Convert(Guid id, Body<ConvertLead> body, QueryFlag dryRun, UseCases useCases) =>
        useCases.ChangeAsync(body.Value with { LeadId = id, DryRun = dryRun.Value });
}
