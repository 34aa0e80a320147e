using Crm.Application.Communications;
using Crm.Domain.Communications;

namespace Crm.Api.Endpoints;

internal sealed class CommunicationEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var communications = app.MapRecord<Communication, CommunicationView>("Communications");
        communications.MapList<Communication, ListCommunications, CommunicationRow>(input => new ListCommunications(input));
        communications.MapCreate<Communication, CreateCommunication, CommunicationView>();
        communications.MapUpdate<UpdateCommunication, Communication, CommunicationView>();
        communications.MapDelete(RecordCatalog.Of<Communication>(), id => new DeleteCommunication(id));
        communications.MapPatch("/{id:guid}/status", ChangeStatus).Changes<ChangeCommunicationStatus, CommunicationView>(
            "changeCommunicationStatus", "Change the status of a communication");
    }

    private static Task<IResult> ChangeStatus(Guid id, Body<ChangeCommunicationStatus> body, UseCaseSender sender) =>
        sender.CommandAsync(body.Value with { CommunicationId = id });
}
