using Crm.Application.Contacts;
using Crm.Domain.Contacts;

namespace Crm.Api.Endpoints;

internal sealed class ContactEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var contacts = app.MapCollection("contacts", "Contacts");
        contacts.MapGet("/", List).Lists<ListContacts, ContactRow>(ListContacts.Spec, "listContacts", "List contacts");
        contacts.MapPost("/", Create).Creates<CreateContact, CreatedContact>("createContact", "Create a contact; warnings name possible duplicates");
        contacts.MapGet("/duplicates", Duplicates).Reads<ListContactDuplicates, Page<DuplicateGroup>>(
            "listContactDuplicates", "List groups of contacts that may be the same person", "reason", "limit", "cursor");
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

    private static Task<IResult> List(UseCaseSender useCases) => useCases.ListAsync(input => new ListContacts(input));

    private static Task<IResult> Create(Body<CreateContact> body, UseCaseSender useCases) => useCases.CreateAsync(body.Value, id => $"/api/contacts/{id}");

    private static Task<IResult> Duplicates(string? reason, string? limit, string? cursor, UseCaseSender useCases) =>
        useCases.QueryAsync(new ListContactDuplicates(reason, limit, cursor));

    private static Task<IResult> Get(Guid id, UseCaseSender useCases) => useCases.QueryAsync(new GetContact(id));

    private static Task<IResult> Put(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateContact, Contact, ContactView>(id, body.Json, merge: false));

    private static Task<IResult> Patch(Guid id, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateContact, Contact, ContactView>(id, body.Json, merge: true));

    private static Task<IResult> Delete(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new DeleteContact(id));

    private static Task<IResult> Restore(Guid id, UseCaseSender useCases) => useCases.CommandAsync(new RestoreContact(id));

    private static Task<IResult> ListProfiles(Guid id, UseCaseSender useCases) => useCases.ListAsync(input => new ListSocialProfiles(id, input));

    private static Task<IResult> AddProfile(Guid id, Body<AddSocialProfile> body, UseCaseSender useCases) =>
        useCases.CreateAsync(body.Value with { ContactId = id }, profile => $"/api/contacts/{id}/social-profiles/{profile}");

    private static Task<IResult> GetProfile(Guid id, Guid profileId, UseCaseSender useCases) => useCases.QueryAsync(new GetSocialProfile(id, profileId));

    private static Task<IResult> PutProfile(Guid id, Guid profileId, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateSocialProfile, Contact, SocialProfileView>(id, profileId, body.Json, Merge: false));

    private static Task<IResult> PatchProfile(Guid id, Guid profileId, RecordBody body, UseCaseSender useCases) =>
        useCases.CommandAsync(new UpdateRecord<UpdateSocialProfile, Contact, SocialProfileView>(id, profileId, body.Json, Merge: true));

    private static Task<IResult> RemoveProfile(Guid id, Guid profileId, UseCaseSender useCases) => useCases.CommandAsync(new RemoveSocialProfile(id, profileId));
}
