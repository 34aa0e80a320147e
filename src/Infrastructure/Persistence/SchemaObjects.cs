using Dapper;

namespace Crm.Infrastructure.Persistence;

/// <summary>
/// Applies database objects when their statements change. The table <c>schema_objects</c> records what was applied: an object with
/// another hash is created again, an object that is no longer declared is dropped, and all others are left alone.
/// </summary>
internal static class SchemaObjects
{
    // As in the dumps of pg_dump: functions may call each other, so no order of creation allows all bodies to be checked.
    private const string PrepareSql = """
        set local check_function_bodies = off;
        create table if not exists schema_objects (
            kind text not null,
            name text not null,
            hash text not null,
            constraint pk_schema_objects primary key (kind, name));
        """;

    private const string RecordSql = """
        insert into schema_objects (kind, name, hash) values (@Kind, @Name, @Hash)
        on conflict (kind, name) do update set hash = excluded.hash
        """;

    /// <param name="connection">In a transaction, as the role that owns the schema.</param>
    /// <param name="declared">All objects that the schema has to have, in the order in which they are created.</param>
    /// <param name="ct">Cancels the operation.</param>
    /// <returns>What was created, replaced and dropped.</returns>
    public static async Task<IReadOnlyList<SchemaObjectChange>> ApplyAsync(
        NpgsqlConnection connection, IReadOnlyList<SchemaObject> declared, CancellationToken ct)
    {
        await ExecuteAsync(PrepareSql);
        var recorded = (await connection.QueryAsync<SchemaObjectRow>(
            new CommandDefinition("select kind, name, hash from schema_objects", cancellationToken: ct)))
            .ToDictionary(r => (r.Kind, r.Name));
        var keys = declared.Select(o => (o.Kind, o.Name)).ToHashSet();
        var removed = recorded.Values.Where(r => !keys.Contains((r.Kind, r.Name))).ToList();
        var pending = declared.Where(o => recorded.GetValueOrDefault((o.Kind, o.Name))?.Hash != o.Hash).ToList();
        var replaced = pending.Where(o => recorded.ContainsKey((o.Kind, o.Name))).Select(o => (o.Kind, o.Name)).ToHashSet();

        var dropped = removed.Select(r => (r.Kind, r.Name))
            .Concat(pending.Where(o => !o.Replaces).Select(o => (o.Kind, o.Name)).Where(replaced.Contains))
            .OrderByDescending(k => SchemaObject.OrderOf(k.Kind)).ThenBy(k => k.Name, StringComparer.Ordinal);
        foreach (var (kind, name) in dropped)
            await ExecuteAsync(SchemaObject.DropOf(kind, name));
        foreach (var row in removed)
            await ExecuteAsync("delete from schema_objects where kind = @Kind and name = @Name", row);
        foreach (var item in pending)
        {
            await ExecuteAsync(item.Sql);
            await ExecuteAsync(RecordSql, item);
        }

        return
        [
            .. removed.Select(r => new SchemaObjectChange(r.Kind, r.Name, SchemaObjectAction.Dropped)),
            .. pending.Select(o => new SchemaObjectChange(
                o.Kind, o.Name, replaced.Contains((o.Kind, o.Name)) ? SchemaObjectAction.Replaced : SchemaObjectAction.Created)),
        ];

        // No time limit: building an index of a large table takes long.
        Task ExecuteAsync(string sql, object? parameters = null) =>
            connection.ExecuteAsync(new CommandDefinition(sql, parameters, commandTimeout: 0, cancellationToken: ct));
    }
}

/// <summary>What was applied, as recorded.</summary>
internal sealed record SchemaObjectRow(string Kind, string Name, string Hash);

/// <summary>An object that was created, replaced or dropped.</summary>
public sealed record SchemaObjectChange(string Kind, string Name, SchemaObjectAction Action);

/// <summary>What was done to a database object.</summary>
public enum SchemaObjectAction
{
    /// <summary>It had not been applied before.</summary>
    Created,

    /// <summary>Its statement had changed.</summary>
    Replaced,

    /// <summary>It is no longer declared.</summary>
    Dropped,
}
