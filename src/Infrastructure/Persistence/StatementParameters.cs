using System.Data;
using Dapper;
using NpgsqlTypes;

namespace Crm.Infrastructure.Persistence;

/// <summary>The parameters of a statement for Dapper, each with its type, so that null is typed, too.</summary>
internal sealed class StatementParameters(SqlStatement statement) : SqlMapper.IDynamicParameters
{
    /// <summary>One for each of <see cref="SqlParameter.Types"/>.</summary>
    internal static readonly IReadOnlyDictionary<Type, NpgsqlDbType> DbTypes = new Dictionary<Type, NpgsqlDbType>
    {
        [typeof(Guid)] = NpgsqlDbType.Uuid,
        [typeof(string)] = NpgsqlDbType.Text,
        [typeof(int)] = NpgsqlDbType.Integer,
        [typeof(long)] = NpgsqlDbType.Bigint,
        [typeof(decimal)] = NpgsqlDbType.Numeric,
        [typeof(double)] = NpgsqlDbType.Double,
        [typeof(bool)] = NpgsqlDbType.Boolean,
        [typeof(DateTimeOffset)] = NpgsqlDbType.TimestampTz,
        [typeof(DateOnly)] = NpgsqlDbType.Date,
        [typeof(byte[])] = NpgsqlDbType.Bytea,
        [typeof(Guid[])] = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
        [typeof(string[])] = NpgsqlDbType.Array | NpgsqlDbType.Text,
        [typeof(int[])] = NpgsqlDbType.Array | NpgsqlDbType.Integer,
        [typeof(int?[])] = NpgsqlDbType.Array | NpgsqlDbType.Integer,
        [typeof(decimal[])] = NpgsqlDbType.Array | NpgsqlDbType.Numeric,
        [typeof(bool[])] = NpgsqlDbType.Array | NpgsqlDbType.Boolean,
        [typeof(DateTimeOffset[])] = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        [typeof(DateOnly[])] = NpgsqlDbType.Array | NpgsqlDbType.Date,
        [typeof(byte[][])] = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
    };

    public void AddParameters(IDbCommand command, SqlMapper.Identity identity) => AddTo(command.Parameters, statement);

    /// <summary>Without names: Npgsql then expects the placeholders $1, $2 and so on, and sends the text unchanged.</summary>
    internal static void AddTo(IDataParameterCollection parameters, SqlStatement statement)
    {
        foreach (var parameter in statement.Parameters)
        {
            parameters.Add(new NpgsqlParameter
            {
                NpgsqlDbType = DbTypes[parameter.Type],
                Value = parameter.Value switch
                {
                    null => DBNull.Value,
                    DateTimeOffset instant => instant.UtcDateTime,
                    var value => value,
                },
            });
        }
    }
}
