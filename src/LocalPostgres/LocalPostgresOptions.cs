namespace Crm.LocalPostgres;

/// <summary>The settings of a private PostgreSQL.</summary>
/// <param name="DataDirectory">The folder that contains everything: cluster, passwords, port, lock, log and, if necessary, the
/// binaries.</param>
/// <param name="Durable">False for throwaway clusters of tests: no fsync, so a crash of the machine loses the data; no autovacuum.</param>
/// <param name="Port">The port to listen on; by default the last one used in this folder, if it is free, or any free one.</param>
/// <param name="Settings">Settings of postgresql.conf that replace or extend the defaults.</param>
public sealed record LocalPostgresOptions(
    string DataDirectory,
    bool Durable = true,
    int? Port = null,
    IReadOnlyDictionary<string, string>? Settings = null);
