namespace Crm.Api.Hosting;

/// <summary>The program cannot do what it was asked to; the message says what to do.</summary>
internal sealed class StartException(string message) : Exception(message);
