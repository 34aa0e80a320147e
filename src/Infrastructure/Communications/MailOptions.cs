namespace Crm.Infrastructure.Communications;

/// <summary>Where e-mail goes: the settings under <c>Smtp</c>.</summary>
public sealed record MailOptions
{
    /// <summary>The mail server; without one, messages are put into <see cref="PickupFolder"/>.</summary>
    public string? Host { get; init; }
    public int Port { get; init; } = 587;
    public string? Username { get; init; }
    public string? Password { get; init; }

    /// <summary>Whose address messages bear; answers go to whoever wrote them.</summary>
    public string From { get; init; } = "crm@localhost";

    /// <summary>Whether the connection is encrypted: by STARTTLS, or by TLS from the first byte on port 465.</summary>
    public bool StartTls { get; init; } = true;

    /// <summary>How long the server may take over one message.</summary>
    public double TimeoutSeconds { get; init; } = 30;

    /// <summary>Takes a file for each message where there is no server.</summary>
    public string PickupFolder { get; init; } = "mail";
}
