using System.Text.Json;

namespace Crm.Bench;

/// <summary>The statements of each read, recorded by the runner at its start and executed by the baseline endpoints and pgbench.</summary>
/// <param name="Reads">The statements by the name of the read.</param>
internal sealed record Recording(Dictionary<string, IReadOnlyList<Statement>> Reads)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public static Recording Load(string file) => JsonSerializer.Deserialize<Recording>(File.ReadAllText(file), Json)!;

    public void Save(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Json));
}

/// <summary>A statement as it was sent to PostgreSQL.</summary>
/// <param name="Sql">The text, with $1, $2, …</param>
/// <param name="Parameters">The parameters in order.</param>
/// <param name="Batch">Statements with the same number were sent in one round trip.</param>
internal sealed record Statement(string Sql, IReadOnlyList<Parameter> Parameters, int Batch);

/// <summary>A parameter.</summary>
/// <param name="Type">The PostgreSQL type name.</param>
/// <param name="Value">The value as text; parts that differ between requests are written as «name».</param>
internal sealed record Parameter(string Type, string? Value);
