namespace Crm.LocalPostgres;

/// <summary>How and where the private PostgreSQL keeps its data.</summary>
/// <param name="DataDirectory">The folder that holds everything: cluster, passwords, port, lock, log and, where needed, the binaries.</param>
/// <param name="Durable">False for throwaway clusters of tests: nothing is forced to disk, so a crash of the machine loses the data; no autovacuum.</param>
/// <param name="Port">The port to listen on; otherwise the last one used in this folder, if it is free, or any free one.</param>
/// <param name="Settings">Settings of postgresql.conf that replace or extend the ones made here.</param>
public sealed record LocalPostgresOptions(
    string DataDirectory,
    bool Durable = true,
    int? Port = null,
    IReadOnlyDictionary<string, string>? Settings = null);
