using Crm.Api.Http;
using Crm.Application.Common.Writing;
using Crm.Application.Contacts;
using Crm.Domain.Contacts;

namespace Crm.Api.Endpoints;

internal sealed class ContactEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var contacts = app.MapCollection("contacts", "Contacts");
        contacts.MapGet("/", List).Lists<ListContacts, ContactRow>(ListContacts.Spec, "listContacts", "List contacts");
        contacts.MapPost("/", Create).Creates<CreateContact, ContactView>("createContact", "Create a contact");
        contacts.MapGet("/{id:guid}", Get).Reads<GetContact, ContactView>("getContact", "Get a contact");
        contacts.MapPut("/{id:guid}", Put).Changes<UpdateContact, ContactView>("replaceContact", "Replace a contact's fields");
        contacts.MapPatch("/{id:guid}", Patch).Patches<UpdateContact, ContactView>("patchContact", "Change some of a contact's fields");
        contacts.MapDelete("/{id:guid}", Delete).Deletes<DeleteContact>("deleteContact", "Move a contact to the trash");
        contacts.MapPost("/{id:guid}/restore", Restore).Changes<RestoreContact, ContactView>("restoreContact", "Bring a contact back from the trash", hasBody: false);
    }

    private static Task<IResult> List(UseCases useCases) => useCases.ListAsync(input => new ListContacts(input));

    private static Task<IResult> Create(Body<CreateContact> body, UseCases useCases) => useCases.CreateAsync(body.Value, id => $"/api/contacts/{id}");

    private static Task<IResult> Get(Guid id, UseCases useCases) => useCases.AskAsync(new GetContact(id));

    private static Task<IResult> Put(Guid id, RecordBody body, UseCases useCases) =>
        useCases.ChangeAsync(new Write<UpdateContact, Contact, ContactView>(id, body.Json, merge: false));

    private static Task<IResult> Patch(Guid id, RecordBody body, UseCases useCases) =>
        useCases.ChangeAsync(new Write<UpdateContact, Contact, ContactView>(id, body.Json, merge: true));

    private static Task<IResult> Delete(Guid id, UseCases useCases) => useCases.ChangeAsync(new DeleteContact(id));

    private static Task<IResult> Restore(Guid id, UseCases useCases) => useCases.ChangeAsync(new RestoreContact(id));

}
