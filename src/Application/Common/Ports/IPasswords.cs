namespace Crm.Application.Common.Ports;

/// <summary>Hashes passwords with a slow, salted function.</summary>
public interface IPasswords
{
    string Hash(string password);

    /// <summary>Whether the password is the hash's; takes as long where there is no hash.</summary>
    bool Verify(string? hash, string password);
}
