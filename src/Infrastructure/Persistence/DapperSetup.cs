using System.Data;
using System.Text.Json;
using Crm.Application.Common.Text;
using Dapper;

namespace Crm.Infrastructure.Persistence;

/// <summary>How Dapper reads and writes types that it does not support, or maps differently.</summary>
internal static class DapperSetup
{
    private static readonly Lock Once = new();
    private static bool done;

    public static void Apply()
    {
        lock (Once)
        {
            if (done)
                return;
            done = true;
        }

        DefaultTypeMap.MatchNamesWithUnderscores = true;
        // Otherwise Dapper does not call the handler.
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new InstantHandler());
        SqlMapper.AddTypeHandler(new DateHandler());
        SqlMapper.AddTypeHandler(new DateOrInstantHandler());
        // Npgsql reports the type Array for every array until it is read.
        SqlMapper.AddTypeHandler(new TextArrayHandler());
        SqlMapper.AddTypeHandler(new IdArrayHandler());
        SqlMapper.AddTypeHandler(new JsonHandler());
        foreach (var type in typeof(AggregateRoot).Assembly.GetTypes().Where(t => t.IsEnum))
        {
            SqlMapper.AddTypeHandler(
                typeof(EnumText<>).MakeGenericType(type),
                (SqlMapper.ITypeHandler)Activator.CreateInstance(typeof(EnumTextHandler<>).MakeGenericType(type))!);
        }
    }

    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => value switch
        {
            DateTime instant => new DateTimeOffset(DateTime.SpecifyKind(instant, DateTimeKind.Utc)),
            DateTimeOffset instant => instant,
            _ => throw new DataException($"{value.GetType()} is not an instant."),
        };

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.UtcDateTime;
    }

    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) => value switch
        {
            DateOnly date => date,
            DateTime date => DateOnly.FromDateTime(date),
            _ => throw new DataException($"{value.GetType()} is not a date."),
        };

        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            parameter.DbType = DbType.Date;
            parameter.Value = value;
        }
    }

    private sealed class DateOrInstantHandler : SqlMapper.TypeHandler<DateOrInstant>
    {
        public override DateOrInstant? Parse(object value) => DatesOrInstants.TryParse((string)value);

        public override void SetValue(IDbDataParameter parameter, DateOrInstant? value) =>
            parameter.Value = value is null ? DBNull.Value : DatesOrInstants.Format(value);
    }

    private sealed class TextArrayHandler : SqlMapper.TypeHandler<string[]>
    {
        public override string[] Parse(object value) => (string[])value;

        public override void SetValue(IDbDataParameter parameter, string[]? value) => parameter.Value = value ?? (object)DBNull.Value;
    }

    private sealed class IdArrayHandler : SqlMapper.TypeHandler<Guid[]>
    {
        public override Guid[] Parse(object value) => (Guid[])value;

        public override void SetValue(IDbDataParameter parameter, Guid[]? value) => parameter.Value = value ?? (object)DBNull.Value;
    }

    private sealed class JsonHandler : SqlMapper.TypeHandler<JsonElement>
    {
        public override JsonElement Parse(object value) => JsonElement.Parse((string)value);

        public override void SetValue(IDbDataParameter parameter, JsonElement value) => parameter.Value = value.GetRawText();
    }

    private sealed class EnumTextHandler<T> : SqlMapper.TypeHandler<EnumText<T>>
        where T : struct, Enum
    {
        public override EnumText<T> Parse(object value) => EnumText<T>.Parse((string)value);

        public override void SetValue(IDbDataParameter parameter, EnumText<T> value) => parameter.Value = value.ToString();
    }
}
