using Crm.Application.Contacts;
using Crm.Domain.Contacts;

namespace Crm.Api.Endpoints;

internal sealed class ContactEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var contacts = app.MapRecord<Contact, ContactView>("Contacts");
        contacts.MapList<Contact, ListContacts, ContactRow>(input => new ListContacts(input));
        contacts.MapCreate<Contact, CreateContact, CreatedContact>().WithSummary("Create a contact; warnings name possible duplicates");
        contacts.MapGet("/duplicates", Duplicates).Reads<ListContactDuplicates, Page<DuplicateGroup>>(
            "listContactDuplicates", "List groups of contacts that may be the same person", "reason", "limit", "cursor");
        contacts.MapUpdate<UpdateContact, Contact, ContactView>();
        contacts.MapDelete(RecordCatalog.Of<Contact>(), id => new DeleteContact(id));

        contacts.MapGet("/{id:guid}/social-profiles", ListProfiles).Lists<ListSocialProfiles, SocialProfileRow>(
            ListSocialProfiles.Spec, "listSocialProfiles", "List a contact's social profiles");
        contacts.MapPost("/{id:guid}/social-profiles", AddProfile).Creates<AddSocialProfile, SocialProfileView>(
            "addSocialProfile", "Add a social profile to a contact");
        contacts.MapGet("/{id:guid}/social-profiles/{profileId:guid}", GetProfile).Reads<GetRecord<SocialProfileView>, SocialProfileView>(
            "getSocialProfile", "Get a social profile");
        contacts.MapPut("/{id:guid}/social-profiles/{profileId:guid}", PutProfile).Changes<UpdateSocialProfile, SocialProfileView>(
            "replaceSocialProfile", "Replace a social profile's fields");
        contacts.MapPatch("/{id:guid}/social-profiles/{profileId:guid}", PatchProfile).Patches<UpdateSocialProfile, SocialProfileView>(
            "patchSocialProfile", "Change some fields of a social profile");
        contacts.MapDelete("/{id:guid}/social-profiles/{profileId:guid}", RemoveProfile).Deletes<RemoveSocialProfile>(
            "removeSocialProfile", "Remove a social profile from a contact");
    }

    private static Task<IResult> Duplicates(string? reason, string? limit, string? cursor, UseCaseSender sender) =>
        sender.QueryAsync(new ListContactDuplicates(reason, limit, cursor));

    private static Task<IResult> ListProfiles(Guid id, UseCaseSender sender) =>
        sender.ListAsync(input => new ListSocialProfiles(id, input));

    private static Task<IResult> AddProfile(Guid id, Body<AddSocialProfile> body, UseCaseSender sender) =>
        sender.CreateAsync(body.Value with { ContactId = id }, profile => $"/api/contacts/{id}/social-profiles/{profile}");

    private static Task<IResult> GetProfile(Guid id, Guid profileId, UseCaseSender sender) =>
        sender.QueryAsync(new GetRecord<SocialProfileView>(profileId, id));

    private static Task<IResult> PutProfile(Guid id, Guid profileId, RecordBody body, UseCaseSender sender) =>
        sender.CommandAsync(new UpdateRecord<UpdateSocialProfile, Contact, SocialProfileView>(id, profileId, body.Json, Merge: false));

    private static Task<IResult> PatchProfile(Guid id, Guid profileId, RecordBody body, UseCaseSender sender) =>
        sender.CommandAsync(new UpdateRecord<UpdateSocialProfile, Contact, SocialProfileView>(id, profileId, body.Json, Merge: true));

    private static Task<IResult> RemoveProfile(Guid id, Guid profileId, UseCaseSender sender) =>
        sender.CommandAsync(new RemoveSocialProfile(id, profileId));
}
