namespace Crm.LocalPostgres;

/// <summary>The private PostgreSQL cannot be started; the message is one plain sentence that says what to do.</summary>
public sealed class LocalPostgresException : Exception
{
    /// <summary>Says in one sentence what is wrong and what to do about it.</summary>
    public LocalPostgresException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="LocalPostgresException(string)" />
    public LocalPostgresException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
