namespace Crm.Application.Common.Messaging;

/// <summary>The record that was changed, and what comes beside it in the answer.</summary>
public sealed record Changed<TMore>(Guid Id, TMore More);
