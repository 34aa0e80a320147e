namespace Crm.Domain.Common;

/// <summary>The kind of an error. The HTTP layer maps it to a status code.</summary>
public enum ErrorKind
{
    /// <summary>The input is invalid (400).</summary>
    Invalid,

    /// <summary>Credentials are missing or wrong (401).</summary>
    Unauthenticated,

    /// <summary>The caller lacks permission (403).</summary>
    Forbidden,

    /// <summary>The record does not exist or is not visible to the caller (404).</summary>
    NotFound,

    /// <summary>The current state does not allow the change (409).</summary>
    Conflict,

    /// <summary>The version in If-Match is not the current one (412).</summary>
    PreconditionFailed,

    /// <summary>Too many attempts (429).</summary>
    TooMany,

    /// <summary>It cannot be done at the moment, or not in the time that it may take (503).</summary>
    Unavailable,
}

/// <summary>An error of the domain.</summary>
/// <param name="Code">Stable, snake_case, unique across the product.</param>
/// <param name="Message">One plain sentence that tells the client what to do.</param>
/// <param name="Kind">The kind, which determines the status code.</param>
public sealed record Error(string Code, string Message, ErrorKind Kind)
{
    /// <summary>Messages by field (camelCase), if the error concerns fields.</summary>
    public IReadOnlyDictionary<string, string[]>? Fields { get; init; }

    /// <summary>Further members of the problem document, for example the allowed stages.</summary>
    public IReadOnlyDictionary<string, object?>? Details { get; init; }

    /// <summary>Seconds until a retry makes sense, if known.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The same error for a field.</summary>
    public Error At(string field) => this with { Fields = new Dictionary<string, string[]> { [field] = [Message] } };

    /// <summary>The same error with another member in the problem document.</summary>
    public Error With(string name, object? value) =>
        this with { Details = new Dictionary<string, object?>(Details ?? new Dictionary<string, object?>()) { [name] = value } };

    public static Error Invalid(string code, string message) => new(code, message, ErrorKind.Invalid);

    public static Error Forbidden(string code, string message) => new(code, message, ErrorKind.Forbidden);

    public static Error NotFound(string code, string message) => new(code, message, ErrorKind.NotFound);

    public static Error Conflict(string code, string message) => new(code, message, ErrorKind.Conflict);
}
