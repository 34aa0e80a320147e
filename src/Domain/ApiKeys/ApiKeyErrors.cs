namespace Crm.Domain.ApiKeys;

public static class ApiKeyErrors
{
    public static readonly Error NotAllowed = Error.Forbidden(
        "api_key_not_allowed", "An API key cannot make or change credentials; log in as a user for this.");

    public static readonly Error Ambiguous = Error.Invalid(
        "ambiguous_credentials", "Send either Authorization or X-Api-Key, not both.");
}
