namespace Crm.Bench.Generator;

/// <summary>Parts of names and texts. They vary enough that a search for a few letters finds few people.</summary>
internal static class Words
{
    public static readonly string[] First =
    [
        "Ada", "Amara", "Anders", "Beatriz", "Björn", "Carla", "Chidi", "Chloé", "Daniel", "Dmitri", "Elena", "Emeka", "Eva", "Farah",
        "Felix", "Gabriel",
        "Grace", "Hana", "Henrik", "Ines", "Ivan", "Jamal", "Jana", "João", "Kaito", "Karin", "Kofi", "Lara", "Leila", "Liam", "Lucía",
        "Maja", "Marek",
        "Mei", "Miguel", "Nadia", "Nils", "Noor", "Olga", "Omar", "Paula", "Priya", "Quentin", "Rafael", "Renée", "Rosa", "Samuel", "Sara",
        "Sofia",
        "Stefan", "Tariq", "Teresa", "Tomás", "Uma", "Valentin", "Wei", "Yara", "Yusuf", "Zoë", "Zuzana",
    ];

    /// <summary>Prefixes and suffixes of family names: about 2,600 combinations.</summary>
    public static readonly string[] LastBegin =
    [
        "Ab", "Ade", "Al", "Ander", "Bau", "Ber", "Bian", "Cast", "Che", "Cos", "Dub", "Erik", "Fern", "Fisch", "Gar", "Had", "Han", "Hoff",
        "Hor", "Ibra",
        "Ivan", "Jans", "Jov", "Kay", "Kov", "Lar", "Lef", "Lind", "Lóp", "Mart", "Mbe", "Mey", "Mor", "Mül", "Naka", "Nav", "Ngu", "Nov",
        "O'Bri", "Oka",
        "Oliv", "Papa", "Pat", "Pet", "Pop", "Ross", "Sant", "Schmi", "Sil", "Sing", "Sønd", "Suz", "Tan", "Tay", "Virt", "Wag", "Wal",
        "Web", "Wój", "Yıl",
        "Zha", "Zim", "Quar", "Dra", "Gro",
    ];

    public static readonly string[] LastEnd =
    [
        "bott", "yemi", "meida", "sson", "er", "g", "chi", "illo", "n", "ta", "ois", "sen", "ández", "mann", "cía", "dad", "vat", "him",
        "ova", "ović", "a",
        "ács", "èvre", "qvist", "ez", "in", "eki", "erle", "eau", "ler", "mura", "arro", "gi", "ák", "en", "for", "eira", "poulos", "el",
        "rov",
    ];

    public static readonly string[] CompanyFirst =
    [
        "Alder", "Amber", "Arctic", "Beacon", "Birch", "Blue Harbor", "Bright", "Cedar", "Cobalt", "Copper", "Crescent", "Delta",
        "Eastgate", "Ember", "Evergreen",
        "Falcon", "Granite", "Harvest", "Horizon", "Iron Bridge", "Juniper", "Keystone", "Lakeside", "Lumen", "Maple", "Meridian",
        "Northwind", "Oak Hill", "Orchid",
        "Pioneer", "Quarry", "Redwood", "Riverside", "Saffron", "Silver", "Solstice", "Summit", "Tidewater", "Union", "Vertex", "Westfield",
        "Willow",
    ];

    public static readonly string[] CompanyLast =
    [
        "Analytics", "Biotech", "Components", "Consulting", "Energy", "Foods", "Freight", "Health", "Industries", "Instruments",
        "Interactive", "Labs", "Logistics",
        "Materials", "Media", "Motors", "Networks", "Pharma", "Robotics", "Software", "Systems", "Textiles", "Tools", "Ventures",
    ];

    public static readonly string[] CompanyForm = ["Inc.", "GmbH", "Ltd", "S.A.", "AB", "BV", "LLC", "Group"];

    public static readonly (string City, string Country)[] Places =
    [
        ("Amsterdam", "Netherlands"), ("Austin", "United States"), ("Barcelona", "Spain"), ("Berlin", "Germany"),
        ("Boston", "United States"), ("Dublin", "Ireland"),
        ("Kraków", "Poland"), ("Lagos", "Nigeria"), ("Lisbon", "Portugal"), ("London", "United Kingdom"), ("Lyon", "France"),
        ("Malmö", "Sweden"), ("Nairobi", "Kenya"),
        ("Osaka", "Japan"), ("São Paulo", "Brazil"), ("Toronto", "Canada"), ("Zürich", "Switzerland"),
    ];

    public static readonly string[] Industries =
        ["Manufacturing", "Software", "Retail", "Healthcare", "Logistics", "Energy", "Finance", "Food", "Education", "Construction"];

    public static readonly string[] JobTitles =
    [
        "Chief Executive Officer", "Head of Procurement", "IT Manager", "Operations Manager", "Purchasing Manager", "Marketing Director",
        "Plant Manager", "Engineer",
    ];

    public static readonly (string Name, decimal Price)[] Products =
    [
        ("Starter licence", 490m), ("Team licence", 1_900m), ("Enterprise licence", 14_500m), ("Onboarding package", 2_500m),
        ("Data migration", 4_800m),
        ("Training day", 1_250m), ("Premium support, one year", 3_600m), ("Integration kit", 990.50m), ("Analytics add-on", 2_199.99m),
    ];

    public static readonly string[] DealKinds =
        ["Roll-out", "Renewal", "Pilot", "Expansion", "Migration", "Framework contract", "Replacement"];
    public static readonly string[] LossReasons = ["Price", "No budget", "Competitor", "No decision", "Missing feature"];
    public static readonly string[] TaskTitles =
        ["Call back", "Send the offer", "Prepare the demo", "Ask for feedback", "Arrange a meeting", "Follow up on the proposal"];
    public static readonly string[] Subjects =
        ["Our offer", "Your question about delivery", "Next steps", "Minutes of our meeting", "Renewal", "Price list", "Introduction"];

    public static readonly string[] Sentences =
    [
        "They want to decide before the end of the quarter.", "The budget is approved, the order has to go through purchasing.",
        "Asked for references in the same industry.",
        "Happy with the pilot; wants to roll out to two more sites.", "Price is the sticking point, a competitor is in the race.",
        "Prefers to be called in the morning.",
    ];

    public static readonly string[] Tags = ["key account", "newsletter", "trade fair", "partner", "reference"];
}
