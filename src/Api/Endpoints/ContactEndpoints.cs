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

        contacts.MapGet("/{id:guid}/social-profiles", ListProfiles).Lists<ListSocialProfiles, SocialProfileRow>(
            ListSocialProfiles.Spec, "listSocialProfiles", "List a contact's social profiles");
        contacts.MapPost("/{id:guid}/social-profiles", AddProfile).Creates<AddSocialProfile, SocialProfileView>(
            "addSocialProfile", "Add a social profile to a contact");
        contacts.MapGet("/{id:guid}/social-profiles/{profileId:guid}", GetProfile).Reads<GetSocialProfile, SocialProfileView>(
            "getSocialProfile", "Get a social profile");
        contacts.MapPut("/{id:guid}/social-profiles/{profileId:guid}", PutProfile).Changes<UpdateSocialProfile, SocialProfileView>(
            "replaceSocialProfile", "Replace a social profile's fields");
        contacts.MapPatch("/{id:guid}/social-profiles/{profileId:guid}", PatchProfile).Patches<UpdateSocialProfile, SocialProfileView>(
            "patchSocialProfile", "Change some of a social profile's fields");
        contacts.MapDelete("/{id:guid}/social-profiles/{profileId:guid}", RemoveProfile).Deletes<RemoveSocialProfile>(
            "removeSocialProfile", "Remove a social profile from a contact");
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

    private static Task<IResult> ListProfiles(Guid id, UseCases useCases) => useCases.ListAsync(input => new ListSocialProfiles(id, input));

    private static Task<IResult> AddProfile(Guid id, Body<AddSocialProfile> body, UseCases useCases) =>
        useCases.CreateAsync(body.Value with { ContactId = id }, profile => $"/api/contacts/{id}/social-profiles/{profile}");

    private static Task<IResult> GetProfile(Guid id, Guid profileId, UseCases useCases) => useCases.AskAsync(new GetSocialProfile(id, profileId));

    private static Task<IResult> PutProfile(Guid id, Guid profileId, RecordBody body, UseCases useCases) =>
        useCases.ChangeAsync(new Write<UpdateSocialProfile, Contact, SocialProfileView>(id, profileId, body.Json, Merge: false));

    private static Task<IResult> PatchProfile(Guid id, Guid profileId, RecordBody body, UseCases useCases) =>
        useCases.ChangeAsync(new Write<UpdateSocialProfile, Contact, SocialProfileView>(id, profileId, body.Json, Merge: true));

    private static Task<IResult> RemoveProfile(Guid id, Guid profileId, UseCases useCases) => useCases.ChangeAsync(new RemoveSocialProfile(id, profileId));
}
