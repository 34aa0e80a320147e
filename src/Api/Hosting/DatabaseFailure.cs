using Npgsql;

namespace Crm.Api.Hosting;

/// <summary>Why the database stopped a start, in one sentence that says what to do.</summary>
internal static class DatabaseFailure
{
    /// <summary>The sentence, or null where the failure is not the database's.</summary>
    public static string? Explain(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException!)
        {
            switch (e)
            {
                case PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn }:
                    return "The database lacks this version's schema: run the verb migrate with the owner's connection string first.";
                case PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } p:
                    return $"The database role lacks a right ({p.MessageText}): run the verb migrate as the schema's owner, which gives the service role its rights.";
                case PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification }:
                    return "PostgreSQL refuses the login: check user name and password in the connection string.";
                case PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } p:
                    return $"PostgreSQL says: {p.MessageText}. Create it, or correct the connection string.";
                case PostgresException p:
                    return $"PostgreSQL refused what the start needs: {p.MessageText} ({p.SqlState}).";
                case NpgsqlException n:
                    return $"PostgreSQL cannot be reached ({n.Message}): check that it runs, and host and port in the connection string.";
            }
        }

        return null;
    }
}
