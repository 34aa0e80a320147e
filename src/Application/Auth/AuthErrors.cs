namespace Crm.Application.Auth;

public static class AuthErrors
{
    public static readonly Error WrongCredentials = new(
        "wrong_credentials", "Login or password is wrong, or the account cannot log in.", ErrorKind.Unauthenticated);

    public static readonly Error InvalidRefreshToken = new(
        "invalid_refresh_token", "The refresh token is unknown, used, expired or ended; log in again.", ErrorKind.Unauthenticated);

    /// <param name="seconds">The number of seconds until the next attempt is accepted.</param>
    public static Error TooManyFailures(int seconds) => new(
        "too_many_failed_logins", $"Too many failed logins; try again in {seconds} second(s).", ErrorKind.TooMany)
    { RetryAfterSeconds = seconds };
}
