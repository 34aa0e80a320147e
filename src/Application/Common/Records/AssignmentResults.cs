namespace Crm.Application.Common.Records;

/// <summary>The results of assigning records, in the order of the request.</summary>
public sealed record AssignmentResults(IReadOnlyList<AssignmentResult> Results, int Assigned, int Unchanged, int Failed);
