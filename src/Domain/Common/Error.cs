namespace Crm.Domain.Common;

/// <summary>What a refusal means to the caller; the edge turns it into a status.</summary>
public enum ErrorKind
{
    /// <summary>The input is wrong (400).</summary>
    Invalid,

    /// <summary>Credentials are missing or wrong (401).</summary>
    Unauthenticated,

    /// <summary>The caller may not do this (403).</summary>
    Forbidden,

    /// <summary>No such record, or none the caller may see (404).</summary>
    NotFound,

    /// <summary>The present state forbids it (409).</summary>
    Conflict,

    /// <summary>The version named by the caller is not the present one (412).</summary>
    PreconditionFailed,

    /// <summary>Too many attempts (429).</summary>
    TooMany,
}

/// <summary>A business failure.</summary>
/// <param name="Code">Stable, snake_case, unique across the product.</param>
/// <param name="Message">One plain sentence that names the remedy.</param>
/// <param name="Kind">What the refusal means to the caller.</param>
public sealed record Error(string Code, string Message, ErrorKind Kind)
{
    /// <summary>Messages by field (camelCase), where fields are at fault.</summary>
    public IReadOnlyDictionary<string, string[]>? Fields { get; init; }

    /// <summary>Further members of the answer, e.g. the stages that are allowed.</summary>
    public IReadOnlyDictionary<string, object?>? Details { get; init; }

    /// <summary>Seconds after which a retry makes sense, where that is known.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The same error, pointing at a field.</summary>
    public Error At(string field) => this with { Fields = new Dictionary<string, string[]> { [field] = [Message] } };

    /// <summary>The same error with one more member in the answer.</summary>
    public Error With(string name, object? value) =>
        this with { Details = new Dictionary<string, object?>(Details ?? new Dictionary<string, object?>()) { [name] = value } };

    public static Error Invalid(string code, string message) => new(code, message, ErrorKind.Invalid);

    public static Error Forbidden(string code, string message) => new(code, message, ErrorKind.Forbidden);

    public static Error NotFound(string code, string message) => new(code, message, ErrorKind.NotFound);

    public static Error Conflict(string code, string message) => new(code, message, ErrorKind.Conflict);
}
