using System.Text.Json;

namespace Crm.Bench;

/// <summary>What the service sends for each read: taken down by the runner at its start, and run by the bare endpoints and by pgbench.</summary>
/// <param name="Reads">By the read's name.</param>
internal sealed record Recording(Dictionary<string, IReadOnlyList<Statement>> Reads)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public static Recording Load(string file) => JsonSerializer.Deserialize<Recording>(File.ReadAllText(file), Json)!;

    public void Save(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Json));
}

/// <summary>A statement as it went to PostgreSQL.</summary>
/// <param name="Sql">With $1, $2, …</param>
/// <param name="Parameters">In their order.</param>
/// <param name="Batch">Statements of one number went out together, in one round trip.</param>
internal sealed record Statement(string Sql, IReadOnlyList<Parameter> Parameters, int Batch);

/// <summary>A parameter.</summary>
/// <param name="Type">As PostgreSQL names it.</param>
/// <param name="Value">Its text; what differs from request to request stands in it as «name».</param>
internal sealed record Parameter(string Type, string? Value);
