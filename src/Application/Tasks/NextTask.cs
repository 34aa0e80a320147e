namespace Crm.Application.Tasks;

/// <summary>A follow-up task. Subjects that are absent are copied from the completed task.</summary>
public sealed record NextTask : TaskRequest;
