namespace Crm.Application.Tasks;

/// <summary>A follow-up task. Subjects that are absent are copied from the completed task, and so is the assignee.</summary>
public sealed record NextTask : TaskRequest;
