namespace Crm.Infrastructure.Communications;

/// <summary>How e-mail is sent: the settings under <c>Smtp</c>.</summary>
public sealed record MailOptions
{
    /// <summary>The mail server; without one, messages are written to <see cref="PickupFolder"/>.</summary>
    public string? Host { get; init; }
    public int Port { get; init; } = 587;
    public string? Username { get; init; }
    public string? Password { get; init; }

    /// <summary>The sender's address; replies go to the user who wrote the message.</summary>
    public string From { get; init; } = "crm@localhost";

    /// <summary>Whether the connection is encrypted: by STARTTLS, or by TLS from the first byte on port 465.</summary>
    public bool StartTls { get; init; } = true;

    /// <summary>The time limit for one message.</summary>
    public double TimeoutSeconds { get; init; } = 30;

    /// <summary>The folder for message files if there is no server.</summary>
    public string PickupFolder { get; init; } = "mail";
}
