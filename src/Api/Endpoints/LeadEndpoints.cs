using Crm.Application.Leads;
using Crm.Domain.Leads;

namespace Crm.Api.Endpoints;

internal sealed class LeadEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var leads = app.MapRecord<Lead, LeadView>("Leads");
        leads.MapList<Lead, ListLeads, LeadRow>(input => new ListLeads(input));
        leads.MapCreate<Lead, CreateLead, LeadView>();
        leads.MapPost("/assign", Assign).Changes<AssignLeads, AssignmentResults>("assignLeads", "Assign up to 500 leads to a user");
        leads.MapUpdate<UpdateLead, Lead, LeadView>();
        leads.MapDelete<Lead>();
        leads.MapPost("/{id:guid}/convert", Convert).Changes<ConvertLead, LeadConversion>(
            "convertLead", "Convert a lead to a contact, its company and optionally a deal", bodyOptional: true)
            .WithMetadata(new QueryMetadata(["dryRun"]));
    }

    private static Task<IResult> Assign(Body<AssignLeads> body, UseCaseSender sender) => sender.CommandAsync(body.Value);

    private static Task<IResult> Convert(Guid id, Body<ConvertLead> body, QueryFlag dryRun, UseCaseSender sender) =>
        sender.CommandAsync(body.Value with { LeadId = id, DryRun = dryRun.Value });
}
