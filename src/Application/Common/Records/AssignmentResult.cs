namespace Crm.Application.Common.Records;

/// <summary>The result of assigning one record.</summary>
/// <param name="Id">The record.</param>
/// <param name="Status">UNCHANGED if the user already owned it.</param>
/// <param name="Code">The error code, if the assignment failed.</param>
/// <param name="Message">The error message, if the assignment failed.</param>
public sealed record AssignmentResult(Guid Id, EnumText<AssignmentStatus> Status, string? Code, string? Message);
