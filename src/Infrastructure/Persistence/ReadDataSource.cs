namespace Crm.Infrastructure.Persistence;

/// <summary>Where queries go.</summary>
/// <param name="Primary">Has every change.</param>
/// <param name="Standbys">For queries that may be a moment late; null where there are none.</param>
public sealed record ReadDataSource(NpgsqlDataSource Primary, NpgsqlDataSource? Standbys);
