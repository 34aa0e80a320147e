namespace Crm.Application.Tasks;

/// <summary>The task that follows a completed one; what it is about, where it says nothing of it, is what the completed one is about.</summary>
public sealed record NextTask : TaskRequest;
