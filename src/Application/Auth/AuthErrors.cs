using Crm.Domain.Common;

namespace Crm.Application.Auth;

public static class AuthErrors
{
    public static readonly Error WrongCredentials = new(
        "wrong_credentials", "Login or password is wrong, or the account cannot log in.", ErrorKind.Unauthenticated);
}
