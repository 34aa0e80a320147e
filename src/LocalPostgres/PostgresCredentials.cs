using System.Security.Cryptography;
using System.Text.Json;

namespace Crm.LocalPostgres;

/// <summary>The passwords of the three roles and the last port, in a file that only its owner can read.</summary>
internal sealed record PostgresCredentials(string AdminPassword, string OwnerPassword, string ServicePassword, int? Port)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static PostgresCredentials Create() => new(NewPassword(), NewPassword(), NewPassword(), null);

    internal static PostgresCredentials? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<PostgresCredentials>(File.ReadAllText(file), Json) : null;
        }
        catch (JsonException failure)
        {
            throw new LocalPostgresException(
                $"{file}, which contains the passwords of the private PostgreSQL, cannot be read: restore it from a backup.", failure);
        }
    }

    internal void Write(string file)
    {
        // Written to a temporary file and then renamed: after a crash, the file is either the old or the new one.
        var draft = file + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(draft, options))
            JsonSerializer.Serialize(stream, this, Json);
        File.Move(draft, file, overwrite: true);
    }

    // Hexadecimal, so that a password never has to be quoted.
    private static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}
