namespace Crm.Api;

/// <summary>The program cannot start; the message explains what to do.</summary>
internal sealed class StartException(string message) : Exception(message);
