using System.Text.Json;
using static Crm.Domain.Roles.RightAction;
using R = Crm.Domain.Roles.Resource;

namespace Crm.Domain.Roles;

/// <summary>The roles of a new database. Afterwards they are ordinary records.</summary>
public static class BuiltInRoles
{
    public const string Administrator = "Administrator";
    public const string SalesManager = "Sales Manager";
    public const string SalesRep = "Sales Rep";
    public const string Marketing = "Marketing";
    public const string ReadOnly = "Read Only";

    private static readonly Resource[] Records =
        [R.Companies, R.Contacts, R.Leads, R.LeadLists, R.Deals, R.Tasks, R.Communications, R.Notes];

    /// <summary>Name, description and permissions of each.</summary>
    public static IReadOnlyList<(string Name, string Description, JsonElement Permissions)> All { get; } =
    [
        (Administrator, "Everything.", JsonElement.Parse(Permissions.EverythingJson)),
        (SalesManager, "Runs the sales organisation: every sales record, and who works on it.", Json(
            new Grants().Everything(Records)
                .Give(Scope.All, [R.Content, R.Reports, R.CustomFields, R.AuditLogs, R.Users, R.Groups], Read))),
        (SalesRep, "Works on own leads and deals, sees those of the team.", Json(new Grants()
            .Give(Scope.All, [R.Companies, R.Contacts], Create, Read).Give(Scope.Own, [R.Companies, R.Contacts], Update)
            .Give(Scope.All, [R.Leads, R.Deals, R.Tasks, R.Communications, R.Notes], Create)
            .Give(Scope.Group, [R.Leads, R.Deals, R.Tasks, R.Communications, R.Notes], Read)
            .Give(Scope.Own, [R.Leads, R.Deals, R.Tasks, R.Communications, R.Notes], Update, Delete, Restore)
            .Give(Scope.Own, [R.Leads], RightAction.Convert)
            .Give(Scope.All, [R.LeadLists, R.Content, R.CustomFields, R.Users, R.Groups], Read)
            .Give(Scope.Group, [R.Reports], Read))),
        (Marketing, "Content, campaigns and leads.", Json(new Grants()
            .Everything(R.Content, R.LeadLists)
            .Give(Scope.All, [R.Leads], Create, Read, Update, Import, Assign)
            .Give(Scope.All, [R.Companies, R.Contacts, R.Deals], Read)
            .Give(Scope.All, [R.Tasks, R.Communications, R.Notes], Create)
            .Give(Scope.Group, [R.Tasks, R.Communications, R.Notes], Read)
            .Give(Scope.Own, [R.Tasks, R.Communications, R.Notes], Update)
            .Give(Scope.All, [R.Workflows, R.CustomFields, R.Users, R.Groups, R.Reports], Read))),
        (ReadOnly, "Sees everything but administration.", Json(new Grants()
            .Give(Scope.All, [.. Enum.GetValues<Resource>().Except([R.Users, R.Roles, R.AuditLogs, R.Settings])], Read))),
    ];

    private static JsonElement Json(Grants grants) => JsonSerializer.SerializeToElement(grants.ByResource);

    private sealed class Grants
    {
        public SortedDictionary<string, Dictionary<string, string>> ByResource { get; } = new(StringComparer.Ordinal);

        public Grants Everything(params Resource[] resources) => Give(Scope.All, resources, Enum.GetValues<RightAction>());

        public Grants Give(Scope scope, Resource[] resources, params RightAction[] actions)
        {
            foreach (var resource in resources)
            {
                var name = PermissionNames.Of(resource);
                if (!ByResource.TryGetValue(name, out var given))
                    ByResource[name] = given = [];
                foreach (var action in actions)
                    given[PermissionNames.Of(action)] = PermissionNames.Of(scope);
            }

            return this;
        }
    }
}
