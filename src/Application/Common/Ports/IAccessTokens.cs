namespace Crm.Application.Common.Ports;

/// <summary>Makes access tokens.</summary>
public interface IAccessTokens
{
    /// <summary>How long a token is good for.</summary>
    TimeSpan Lifetime { get; }

    string Issue(Guid userId, DateTimeOffset now);
}
