using Crm.Domain.Groups;
using Crm.Domain.LeadLists;

namespace Crm.SampleData;

/// <summary>Invented names and texts that the sample data is built from.</summary>
internal static class SampleNames
{
    public static readonly string[] First =
    [
        "Ada", "Amara", "Anders", "Beatriz", "Björn", "Carla", "Chidi", "Chloé", "Daniel", "Dmitri", "Elena", "Emeka", "Eva", "Farah",
        "Felix",
        "Gabriel", "Grace", "Hana", "Henrik", "Ines", "Ivan", "Jamal", "Jana", "João", "Kaito", "Karin", "Kofi", "Lara", "Leila", "Liam",
        "Lucía",
        "Maja", "Marek", "Mei", "Miguel", "Nadia", "Nils", "Noor", "Olga", "Omar", "Paula", "Priya", "Quentin", "Rafael", "Renée", "Rosa",
        "Samuel",
        "Sara", "Sofia", "Stefan", "Tariq", "Teresa", "Tomás", "Uma", "Valentin", "Wei", "Yara", "Yusuf", "Zoë", "Zuzana",
    ];

    public static readonly string[] Last =
    [
        "Abbott", "Adeyemi", "Almeida", "Andersson", "Bauer", "Berg", "Bianchi", "Castillo", "Chen", "Costa", "Dubois", "Eriksen",
        "Fernández",
        "Fischer", "García", "Haddad", "Hansen", "Hoffmann", "Horvat", "Ibrahim", "Ivanova", "Jansen", "Jovanović", "Kaya", "Khan", "Kim",
        "Kovács",
        "Larsen", "Lefèvre", "Lindqvist", "López", "Martin", "Mbeki", "Meyer", "Moreau", "Müller", "Nakamura", "Navarro", "Ngugi", "Novák",
        "O'Brien",
        "Okafor", "Oliveira", "Papadopoulos", "Patel", "Petrov", "Popescu", "Rossi", "Santos", "Schmidt", "Silva", "Singh", "Søndergaard",
        "Suzuki",
        "Tanaka", "Taylor", "Virtanen", "Wagner", "Walker", "Weber", "Wójcik", "Yılmaz", "Zhang", "Zimmermann",
    ];

    public static readonly string[] CompanyFirst =
    [
        "Alder", "Amber", "Arctic", "Beacon", "Birch", "Blue Harbor", "Bright", "Cedar", "Cobalt", "Copper", "Crescent", "Delta",
        "Eastgate", "Ember",
        "Evergreen", "Falcon", "Granite", "Harvest", "Horizon", "Iron Bridge", "Juniper", "Keystone", "Lakeside", "Lumen", "Maple",
        "Meridian",
        "Northwind", "Oak Hill", "Orchid", "Pioneer", "Quarry", "Redwood", "Riverside", "Saffron", "Silver", "Solstice", "Summit",
        "Tidewater",
        "Union", "Vertex", "Westfield", "Willow",
    ];

    public static readonly string[] CompanyLast =
    [
        "Analytics", "Biotech", "Components", "Consulting", "Energy", "Foods", "Freight", "Health", "Industries", "Instruments",
        "Interactive", "Labs",
        "Logistics", "Materials", "Media", "Motors", "Networks", "Pharma", "Robotics", "Software", "Systems", "Textiles", "Tools",
        "Ventures",
    ];

    public static readonly string[] CompanyForm = ["Inc.", "GmbH", "Ltd", "S.A.", "AB", "BV", "LLC", "Group"];

    public static readonly (string City, string Country, string Zone)[] Places =
    [
        ("Amsterdam", "Netherlands", "Europe/Amsterdam"), ("Austin", "United States", "America/Chicago"),
        ("Barcelona", "Spain", "Europe/Madrid"),
        ("Berlin", "Germany", "Europe/Berlin"), ("Boston", "United States", "America/New_York"), ("Dublin", "Ireland", "Europe/Dublin"),
        ("Kraków", "Poland", "Europe/Warsaw"), ("Lagos", "Nigeria", "Africa/Lagos"), ("Lisbon", "Portugal", "Europe/Lisbon"),
        ("London", "United Kingdom", "Europe/London"), ("Lyon", "France", "Europe/Paris"), ("Malmö", "Sweden", "Europe/Stockholm"),
        ("München", "Germany", "Europe/Berlin"), ("Nairobi", "Kenya", "Africa/Nairobi"), ("Osaka", "Japan", "Asia/Tokyo"),
        ("São Paulo", "Brazil", "America/Sao_Paulo"), ("Seattle", "United States", "America/Los_Angeles"),
        ("Singapore", "Singapore", "Asia/Singapore"),
        ("Toronto", "Canada", "America/Toronto"), ("Zürich", "Switzerland", "Europe/Zurich"),
    ];

    public static readonly string[] Industries =
    [
        "Manufacturing", "Software", "Retail", "Healthcare", "Logistics", "Energy", "Finance", "Food", "Telecommunications", "Education",
        "Construction",
    ];

    public static readonly string[] JobTitles =
    [
        "Chief Executive Officer", "Chief Technology Officer", "Head of Procurement", "IT Manager", "Operations Manager",
        "Purchasing Manager",
        "Marketing Director", "Finance Director", "Plant Manager", "Project Manager", "Office Manager", "Engineer",
    ];

    public static readonly (string Name, decimal Price)[] Products =
    [
        ("Starter licence", 490m), ("Team licence", 1_900m), ("Enterprise licence", 14_500m), ("Onboarding package", 2_500m),
        ("Data migration", 4_800m),
        ("Training day", 1_250m), ("Premium support, one year", 3_600m), ("Integration kit", 990.50m), ("Analytics add-on", 2_199.99m),
        ("Mobile add-on", 749.95m),
    ];

    public static readonly string[] DealKinds =
        ["Roll-out", "Renewal", "Pilot", "Expansion", "Migration", "Framework contract", "Replacement"];
    public static readonly string[] LossReasons = ["Price", "Chose a competitor", "No budget", "No decision", "Missing feature", "Timing"];
    public static readonly string[] Competitors = ["Corvid Systems", "Palisade", "Nimbus Suite", "Tern & Co", "OpenLedger"];
    public static readonly string[] Tags = ["key-account", "newsletter", "partner", "trade-fair", "reference", "cold", "priority"];

    public static readonly (string Name, GroupType Type)[] Groups =
    [
        ("Sales North", GroupType.SalesTeam), ("Sales South", GroupType.SalesTeam), ("Sales East", GroupType.SalesTeam),
        ("Sales West", GroupType.SalesTeam),
        ("Marketing", GroupType.MarketingTeam), ("Sales management", GroupType.Management), ("Finance", GroupType.FinanceTeam),
    ];

    public static readonly (string Name, LeadListType Type)[] LeadLists =
    [
        ("Trade fair visitors", LeadListType.EventAttendees), ("Webcast invitees", LeadListType.WebcastInvitees),
        ("Cold calls this quarter", LeadListType.ColdCallList),
        ("Newsletter", LeadListType.Nurturing),
    ];

    public static readonly string[] TaskTitles =
    [
        "Call back", "Send the offer", "Prepare the demo", "Ask for feedback", "Clear the contract with legal", "Check the references",
        "Arrange a meeting",
        "Follow up on the proposal", "Update the forecast", "Introduce the project lead",
    ];

    public static readonly string[] Outcomes =
        ["Done", "Reached, will decide next week", "Not reached, left a message", "Wants a new offer", "Agreed"];

    public static readonly string[] Subjects =
    [
        "Our offer", "Your question about delivery", "Next steps", "Minutes of our meeting", "Renewal", "Price list", "Introduction",
        "Invitation to the webcast",
    ];

    public static readonly string[] Sentences =
    [
        "They want to decide before the end of the quarter.", "The budget is approved, the order has to go through purchasing.",
        "Asked for references in the same industry.",
        "Happy with the pilot; wants to roll out to two more sites.", "Price is the sticking point, a competitor is in the race.",
        "Prefers to be called in the morning.",
    ];

    public static readonly string[] Pages =
        ["https://www.example/prices", "https://www.example/products", "https://www.example/webcast", "https://www.example/contact"];
}
