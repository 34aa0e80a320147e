namespace Crm.Application.Common.Ports;

/// <summary>Who calls.</summary>
public interface ICurrentUser
{
    /// <summary>The caller's rights, or null where nobody is logged in.</summary>
    Caller? Caller { get; }

    /// <summary>The caller; asking where nobody is logged in is a bug.</summary>
    Caller Required => Caller ?? throw new InvalidOperationException("The use case needs a caller.");
}
