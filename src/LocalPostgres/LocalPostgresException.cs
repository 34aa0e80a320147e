namespace Crm.LocalPostgres;

/// <summary>The private PostgreSQL cannot be started; the message is one sentence that says what to do.</summary>
public sealed class LocalPostgresException : Exception
{
    /// <param name="message">What is wrong and what to do about it, in one sentence.</param>
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
