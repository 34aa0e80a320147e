namespace Crm.Application.Common.Records;

/// <summary>What became of one record that was to be given to somebody.</summary>
/// <param name="Id">The record.</param>
/// <param name="Status">UNCHANGED where it was theirs already.</param>
/// <param name="Code">Of the refusal, where it failed.</param>
/// <param name="Message">The refusal in words, where it failed.</param>
public sealed record AssignmentResult(Guid Id, EnumText<AssignmentStatus> Status, string? Code, string? Message);
