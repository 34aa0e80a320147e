namespace Crm.Application.Common.Ports;

/// <summary>The caller of the request.</summary>
public interface ICurrentUser
{
    /// <summary>The caller, or null if the request is anonymous.</summary>
    Caller? Caller { get; }

    /// <summary>The caller. Reading it for an anonymous request is a bug.</summary>
    Caller Required => Caller ?? throw new InvalidOperationException("The use case needs a caller.");
}
