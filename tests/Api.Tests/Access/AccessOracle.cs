namespace Crm.Api.Tests.Access;

/// <summary>Who owns a record, from the caller's point of view.</summary>
public enum Ownership
{
    Mine = 1,
    MyGroups = 2,
    Others = 3,
}

/// <summary>A record of the matrix.</summary>
/// <param name="Collection">The collection, as in the path.</param>
/// <param name="Id">The id.</param>
/// <param name="Ownership">Who owns it.</param>
/// <param name="Marker">A word that occurs only in the name of this record.</param>
public sealed record SampleRecord(string Collection, Guid Id, Ownership Ownership, string Marker)
{
    /// <summary>Whether it is a private note.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>The subjects of a task, communication or note.</summary>
    public IReadOnlyList<SampleRecord> About { get; init; } = [];

    /// <summary>The company of a contact or deal.</summary>
    public Guid? CompanyId { get; init; }

    /// <summary>Whether it has no owner, such as a group or a lead list. Only the scope <c>all</c> covers it.</summary>
    public bool HasNoOwner { get; init; }
}

/// <summary>A second, simple implementation of the permissions: a role is a list of lines "resources = action scope, action
/// scope".</summary>
public sealed class AccessOracle
{
    private static readonly string[] Everything =
        ["create", "read", "update", "delete", "assign", "export", "import", "convert", "merge", "restore", "readPrivate"];
    private const string Sales = "companies contacts leads leadLists deals tasks communications notes";
    private const string All = "users roles groups companies contacts leads leadLists deals content workflows tasks communications " +
        "notes customFields reports auditLogs imports settings";

    /// <summary>The built-in roles as specified, and three unusual ones.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Roles = new Dictionary<string, string[]>
    {
        ["Administrator"] = [$"{All} = everything all"],
        ["Sales Manager"] = [$"{Sales} = everything all", "content reports customFields auditLogs users groups = read all"],
        ["Sales Rep"] =
        [
            "companies contacts = create all, read all, update own",
            "leads deals tasks communications notes = create all, read group, update own, delete own, restore own",
            "leads = convert own", "leadLists content customFields users groups = read all", "reports = read group",
        ],
        ["Marketing"] =
        [
            "content leadLists = everything all", "leads = create all, read all, update all, import all, assign all",
            "companies contacts deals = read all",
            "tasks communications notes = create all, read group, update own", "workflows customFields users groups reports = read all",
        ],
        ["Read Only"] = ["groups companies contacts leads leadLists deals content workflows tasks communications notes customFields " +
            "reports imports = read all"],
        ["odd: nothing"] = [],
        ["odd: narrow"] =
        [
            "companies = read group, update own", "contacts = read own, update own, delete own, restore own, create all",
            "leads = read own, update own, convert own",
            "deals = read group, update group, delete own, assign group, restore group", "tasks = read own, update own",
            "communications = read own, delete own",
            "notes = read group, update own, readPrivate group", "users groups leadLists roles = read group", "auditLogs = read group",
            "reports = read own",
        ],
        ["odd: sees little, writes much"] =
        [
            "companies contacts deals leads tasks communications notes = update all, delete all, restore all, assign all, convert all",
            "deals = read own", "notes = read all, readPrivate all", "contacts = read group", "leadLists = update all",
            "auditLogs = read all",
        ],
    };

    private readonly Dictionary<(string Resource, string Action), int> scopes = [];

    /// <summary>A role with any permissions, the same for the same seed.</summary>
    public static string[] Random(int seed)
    {
        // Each resource is generous or not, so that roles do not differ only in their many gaps.
        var random = new Random(seed);
        return
        [
            .. from resource in All.Split(' ')
            let generous = random.Next(3)
            from action in Everything
            let scope = random.Next(1 + generous) == 0 && action != "read" ? 0 : random.Next(4)
            where scope > 0
            select $"{resource} = {action} {(scope == 1 ? "own" : scope == 2 ? "group" : "all")}",
        ];
    }

    /// <summary>What a report or dashboard counts; the caller needs the permission to read all of it.</summary>
    public static string[] CountedBy(string path) => path.Split('/')[^1] switch
    {
        "reports" or "system-performance" => [],
        "summary" => ["deals", "leads", "tasks"],
        "user-performance" => ["deals", "leads", "tasks", "communications"],
        "activity" => ["tasks", "communications"],
        "lead-conversion" => ["leads"],
        "sources" => ["leads", "deals"],
        _ => ["deals"],
    };

    public AccessOracle(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var (resources, rights) = (line.Split(" = ")[0].Split(' '), line.Split(" = ")[1].Split(", "));
            foreach (var resource in resources)
            {
                foreach (var right in rights.Select(r => r.Split(' ')))
                {
                    foreach (var action in right[0] == "everything" ? Everything : [right[0]])
                        scopes[(resource, action)] = right[1] switch { "own" => 1, "group" => 2, _ => 3 };
                }
            }
        }
    }

    /// <summary>The permissions in the JSON format of the API.</summary>
    public string Permissions => System.Text.Json.JsonSerializer.Serialize(scopes
        .GroupBy(s => s.Key.Resource)
        .ToDictionary(g => g.Key, g => g.ToDictionary(s => s.Key.Action, s => s.Value switch { 1 => "own", 2 => "group", _ => "all" })));

    /// <summary>Whether the role has the permission at any scope.</summary>
    public bool May(string resource, string action) => scopes.ContainsKey((resource, action));

    /// <summary>Whether the permission covers the record.</summary>
    public bool Reaches(string resource, string action, SampleRecord record) =>
        scopes.TryGetValue((resource, action), out var scope) && (record.HasNoOwner ? scope == 3 : scope >= (int)record.Ownership);

    /// <summary>Whether the record may be read.</summary>
    public bool Sees(SampleRecord record) =>
        Reaches(ResourceOf(record.Collection), "read", record) &&
        (!record.IsPrivate || record.Ownership == Ownership.Mine || Reaches("notes", "readPrivate", record)) &&
        (record.About.Count == 0 || record.About.Any(Sees));

    /// <summary>The resource name of a collection in permissions.</summary>
    public static string ResourceOf(string collection) => collection switch
    {
        "lead-lists" => "leadLists",
        "audit-logs" => "auditLogs",
        "lead-activities" => "leads",
        "dashboard" => "reports",
        _ => collection,
    };
}
