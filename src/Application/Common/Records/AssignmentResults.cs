namespace Crm.Application.Common.Records;

/// <summary>What became of records that were to be given to somebody, in the order they were named in.</summary>
public sealed record AssignmentResults(IReadOnlyList<AssignmentResult> Results, int Assigned, int Unchanged, int Failed);
