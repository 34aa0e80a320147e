using System.Globalization;
using CsvHelper;

namespace Crm.Api.Tests.RealData;

/// <summary>The public data set of 8,800 opportunities, unchanged from its files.</summary>
/// <param name="Agents">The sales agents with their managers.</param>
/// <param name="Accounts">The companies, with the names of their parents.</param>
/// <param name="Opportunities">The pipeline.</param>
internal sealed record SalesOpportunities(
    IReadOnlyList<(string Name, string Manager)> Agents, IReadOnlyList<Account> Accounts, IReadOnlyList<Opportunity> Opportunities)
{
    /// <summary>The company of opportunities without a company.</summary>
    public const string NotNamed = "Not named";

    /// <summary>The folder of the files: the environment variable <c>CRM_SALES_OPPORTUNITIES</c>, else <c>shared</c> beside the
    /// repository; null if there is none.</summary>
    public static string? FindFolder()
    {
        if (Environment.GetEnvironmentVariable("CRM_SALES_OPPORTUNITIES") is { Length: > 0 } named)
            return Directory.Exists(named) ? named : throw new DirectoryNotFoundException($"CRM_SALES_OPPORTUNITIES is {named}.");
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Crm.sln")))
            folder = folder.Parent;
        var data = folder?.Parent is { } parent ? Path.Combine(parent.FullName, "shared", "data", "crm-sales-opportunities") : null;
        return Directory.Exists(data) ? data : null;
    }

    public static SalesOpportunities Read(string folder) => new(
        Rows(folder, "sales_teams.csv", r => (r.GetString("sales_agent"), r.GetString("manager"))),
        Rows(folder, "accounts.csv", r => new Account(
            r.GetString("account"),
            r.GetString("sector"),
            int.Parse(r.GetString("year_established"), CultureInfo.InvariantCulture),
            decimal.Parse(r.GetString("revenue"), CultureInfo.InvariantCulture) * 1_000_000,
            int.Parse(r.GetString("employees"), CultureInfo.InvariantCulture),
            r.GetString("office_location"),
            NullIfEmpty(r.GetString("subsidiary_of")))),
        Rows(folder, "sales_pipeline.csv", r => new Opportunity(
            r.GetString("opportunity_id"),
            r.GetString("sales_agent"),
            r.GetString("product"),
            NullIfEmpty(r.GetString("account")) ?? NotNamed,
            r.GetString("deal_stage") switch
            {
                "Prospecting" => "PROSPECTING",
                "Engaging" => "NEGOTIATING",
                "Won" => "CLOSED_WON",
                "Lost" => "CLOSED_LOST",
                var other => throw new FormatException($"'{other}' is no stage of the set."),
            },
            Date(r.GetString("engage_date")),
            Date(r.GetString("close_date")),
            NullIfEmpty(r.GetString("close_value")) is { } value ? decimal.Parse(value, CultureInfo.InvariantCulture) : 0)));

    private static List<T> Rows<T>(string folder, string file, Func<CsvReader, T> read)
    {
        using var reader = CsvReader.FromFile(Path.Combine(folder, file));
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static DateOnly? Date(string text) =>
        text.Length == 0 ? null : DateOnly.ParseExact(text, "M/d/yyyy", CultureInfo.InvariantCulture);
}

/// <summary>A row of the accounts.</summary>
internal sealed record Account(string Name, string Sector, int Established, decimal Revenue, int Employees, string Country, string? Parent);

/// <summary>A row of the pipeline.</summary>
internal sealed record Opportunity(
    string Id, string Agent, string Product, string Account, string Stage, DateOnly? Engaged, DateOnly? Closed, decimal Value);
