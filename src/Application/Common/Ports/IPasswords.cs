namespace Crm.Application.Common.Ports;

/// <summary>Hashes passwords with a slow, salted function.</summary>
public interface IPasswords
{
    string Hash(string password);

    /// <summary>Whether the password matches the hash. Without a hash, the check takes the same time.</summary>
    PasswordMatch Verify(string? hash, string password);
}
