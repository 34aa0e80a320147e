namespace Crm.Application.Common.Ports;

/// <summary>Creates access tokens.</summary>
public interface IAccessTokens
{
    /// <summary>How long a token is valid.</summary>
    TimeSpan Lifetime { get; }

    string Issue(Guid userId, DateTimeOffset now);
}
