using Npgsql;

namespace Crm.Api.Hosting;

/// <summary>Explains a database error that makes the start fail, in one sentence that says what to do.</summary>
internal static class DatabaseFailure
{
    /// <summary>The sentence; null if the exception does not come from the database.</summary>
    public static string? Explain(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException!)
        {
            switch (e)
            {
                case PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn }:
                    return "The database does not have the schema of this version: run the command migrate with the owner's connection " +
                        "string first.";
                case PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } p:
                    return $"The database role lacks a privilege ({p.MessageText}): run the command migrate as the schema's owner, " +
                        $"which grants the service role its privileges.";
                case PostgresException
                {
                    SqlState: PostgresErrorCodes.InvalidPassword
                    or PostgresErrorCodes.InvalidAuthorizationSpecification
                }:
                    return "PostgreSQL rejects the login: check the user name and the password in the connection string.";
                case PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } p:
                    return $"PostgreSQL reports: {p.MessageText}. Create the database, or correct the connection string.";
                case PostgresException p:
                    return $"PostgreSQL rejected a statement during start-up: {p.MessageText} ({p.SqlState}).";
                case NpgsqlException n:
                    return $"PostgreSQL cannot be reached ({n.Message}): check that it is running, and check the host and the port in " +
                        $"the connection string.";
            }
        }

        return null;
    }
}
