using Crm.Application.Communications;
using Crm.Application.Companies;
using Crm.Application.Contacts;
using Crm.Application.Deals;
using Crm.Application.Groups;
using Crm.Application.LeadLists;
using Crm.Application.Leads;
using Crm.Application.Notes;
using Crm.Application.Roles;
using Crm.Application.Tasks;
using Crm.Application.Trash;
using Crm.Application.Users;

namespace Crm.Api.Endpoints;

/// <summary>What lies in the trash of each collection.</summary>
internal sealed class TrashEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        MapTrash<RestoreCompany>("companies", "Companies");
        MapTrash<RestoreContact>("contacts", "Contacts");
        MapTrash<RestoreLead>("leads", "Leads");
        MapTrash<RestoreLeadList>("lead-lists", "LeadLists");
        MapTrash<RestoreDeal>("deals", "Deals");
        MapTrash<RestoreTask>("tasks", "Tasks");
        MapTrash<RestoreCommunication>("communications", "Communications");
        MapTrash<RestoreNote>("notes", "Notes");
        MapTrash<RestoreUser>("users", "Users");
        MapTrash<RestoreRole>("roles", "Roles");
        MapTrash<RestoreGroup>("groups", "Groups");

        void MapTrash<TRestore>(string collection, string name)
            where TRestore : IRestore => app.MapCollection(collection, "Trash")
            .MapGet("/trash", (UseCaseSender useCases) => useCases.ListAsync(input => new ListTrash<TRestore>(input)))
            .Lists<TRestore, TrashRow>(ListTrash<TRestore>.Spec, $"listDeleted{name}", $"List the {collection.Replace('-', ' ')} in the trash");
    }
}
