namespace Crm.Application.Common.Errors;

public static class CommonErrors
{
    public static readonly Error NotLoggedIn = new("not_authenticated", "Log in, or send a valid access token.", ErrorKind.Unauthenticated);

    public static readonly Error VersionChanged = new(
        "version_mismatch", "The record has been changed in the meantime; get it again and repeat the change.",
        ErrorKind.PreconditionFailed);

    public static readonly Error OutsideScope = Error.Forbidden(
        "outside_scope", "Your role lets you see this record but not change it in this way.");

    public static readonly Error KeyInUse = Error.Conflict(
        "idempotency_key_in_use", "A request with this idempotency key is still running; try again shortly.") with
    { RetryAfterSeconds = 1 };

    public static readonly Error KeyReused = Error.Conflict(
        "idempotency_key_reused", "This idempotency key was used for another request; use a new key.");

    public static Error RightMissing(Right right) => Error.Forbidden("right_missing", $"Your role lacks the permission {right}.");

    public static Error AssignMissing(Resource resource) => Error.Forbidden(
        "assign_missing", $"Naming another owner requires the permission {new Right(resource, RightAction.Assign)}.");

    public static Error ValidationFailed(IReadOnlyDictionary<string, string[]> fields) =>
        FieldFaults.ErrorOf(fields);

    public static Error ReadOnlyField(string field, string? remedy = null) => Error.Invalid(
        "read_only_field", $"{field} cannot be set here; leave it out or send its current value{(remedy is null ? "." : $" ({remedy}).")}")
            .At(field);
}
