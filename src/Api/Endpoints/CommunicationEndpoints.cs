using Crm.Application.Communications;
using Crm.Domain.Communications;

namespace Crm.Api.Endpoints;

internal sealed class CommunicationEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var communications = app.MapCollection("communications", "Communications");
        communications.MapGet("/", List).Lists<ListCommunications, CommunicationRow>(ListCommunications.Spec, "listCommunications", "List communications");
        communications.MapPost("/", Create).Creates<CreateCommunication, CommunicationView>("createCommunication", "Create a communication");
        communications.MapGet("/{id:guid}", Get).Reads<GetCommunication, CommunicationView>("getCommunication", "Get a communication");
        communications.MapPut("/{id:guid}", Put).Changes<UpdateCommunication, CommunicationView>("replaceCommunication", "Replace a communication's fields");
        communications.MapPatch("/{id:guid}", Patch).Patches<UpdateCommunication, CommunicationView>("patchCommunication", "Change some of a communication's fields");
        communications.MapDelete("/{id:guid}", Delete).Deletes<DeleteCommunication>("deleteCommunication", "Move a communication to the trash");
        communications.MapPost("/{id:guid}/restore", Restore).Changes<RestoreCommunication, CommunicationView>("restoreCommunication", "Bring a communication back from the trash", hasBody: false);
        communications.MapPatch("/{id:guid}/status", ChangeStatus).Changes<ChangeCommunicationStatus, CommunicationView>(
            "changeCommunicationStatus", "Say how far a communication is");
    }

    private static Task<IResult> List(UseCaseSender useCases) => useCases.ListAsync(input => new ListCommunications(input));

    private static Task<IResult> Create(Body<CreateCommunication> body, UseCaseSender useCases) => useCases.CreateAsync(body.Value, id => $"/api/communications/{id}");

    private static Task<IResult> Get(Guid id, UseCaseSender useCases) => useCases.QueryAsync(new GetCommunication(id));

    private static Task<IResult> Put(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateCommunication, Communication, CommunicationView>(id, body.Json, merge: false));

    private static Task<IResult> Patch(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateCommunication, Communication, CommunicationView>(id, body.Json, merge: true));

    private static Task<IResult> Delete(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new DeleteCommunication(id));

    private static Task<IResult> Restore(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new RestoreCommunication(id));

    private static Task<IResult> ChangeStatus(Guid id, Body<ChangeCommunicationStatus> body, UseCaseSender useCases) =>
        useCases.CommandAsync(body.Value with { CommunicationId = id });
}
