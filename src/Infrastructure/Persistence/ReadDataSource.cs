namespace Crm.Infrastructure.Persistence;

/// <summary>The data sources for queries.</summary>
/// <param name="Primary">Contains every change.</param>
/// <param name="Standbys">For queries that may lag behind for a moment; null if there are none.</param>
public sealed record ReadDataSource(NpgsqlDataSource Primary, NpgsqlDataSource? Standbys);
