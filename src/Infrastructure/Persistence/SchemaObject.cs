using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Crm.Infrastructure.Persistence;

/// <summary>A database object that one statement in a file of <c>Persistence/Schema</c> declares; see docs/adr/0025.</summary>
/// <param name="Kind">The folder of its file.</param>
/// <param name="Name">Its name; for objects of a table <c>table.name</c>.</param>
/// <param name="Sql">The statement that creates it.</param>
internal sealed record SchemaObject(string Kind, string Name, string Sql)
{
    /// <summary>The kinds of objects, in the order in which they are created.</summary>
    private static readonly SchemaObjectKind[] Kinds =
    [
        new("functions", @"create or replace function (?<name>\w+)", "drop function if exists {name}"),
        new("views", @"create or replace view (?<name>\w+)", "drop view if exists {name}"),
        new("triggers", @"create or replace trigger (?<name>\w+) .*? on (?<table>\w+)", "drop trigger if exists {name} on {table}"),
        new("indexes", @"create (unique )?index if not exists (?<name>\w+) on (?<table>\w+)", "drop index if exists {name}"),
        // A migration may have dropped the column.
        new("statistics", @"alter table (?<table>\w+) alter column (?<name>\w+) set statistics \d+;$", """
            do $do$
            begin
                alter table if exists {table} alter column {name} set statistics -1;
            exception when undefined_column then null;
            end
            $do$
            """),
        new("storage", @"alter table (?<table>\w+) set \((?<name>\w+) = [^,]+\);$", "alter table if exists {table} reset ({name})"),
        new("checks", @"alter table (?<table>\w+) add constraint (?<name>\w+) check\b",
            "alter table if exists {table} drop constraint if exists {name}"),
    ];

    /// <summary>All objects of the files, in the order in which they are created.</summary>
    public static IReadOnlyList<SchemaObject> All { get; } =
        [.. Kinds.SelectMany(k => SchemaFiles.In(k.Folder).SelectMany(f => Parse(k.Folder, f.Text)))];

    /// <summary>Identifies the statement. The layout of an index is not part of it: building an index again is expensive.</summary>
    public string Hash { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Kind == "functions" ? Sql : Regex.Replace(Sql, @"\s+", " "))));

    /// <summary>Whether the statement also replaces an earlier definition, which must not be dropped: triggers depend on it.</summary>
    public bool Replaces => Kind == "triggers" || (Kind == "functions" && Regex.IsMatch(Sql, @"\breturns trigger\b"));

    /// <summary>Reads the statements of a file.</summary>
    /// <param name="kind">The file's folder.</param>
    /// <param name="text">Its text.</param>
    public static IEnumerable<SchemaObject> Parse(string kind, string text)
    {
        var pattern = Kinds.Single(k => k.Folder == kind).Pattern;
        // A semicolon ends a statement, except in comments and in dollar quotes.
        foreach (Match statement in Regex.Matches(text, @"(--[^\n]*|\$(?<tag>\w*)\$.*?\$\k<tag>\$|[^;])+(;|\z)", RegexOptions.Singleline))
        {
            var sql = Regex.Replace(statement.Value, @"\A(\s*--[^\n]*(\n|\z))+", "").Trim();
            if (sql.Length == 0)
                continue;
            var match = Regex.Match(sql, $@"\A{pattern}", RegexOptions.Singleline);
            if (!match.Success || !sql.EndsWith(';'))
                throw new FormatException($"A file in Schema/{kind} has a statement that does not match `{pattern}`: {sql}");
            var (table, name) = (match.Groups["table"].Value, match.Groups["name"].Value);
            yield return new SchemaObject(kind, table.Length == 0 ? name : $"{table}.{name}", sql);
        }
    }

    /// <summary>The position of a kind in the order of creation; objects are dropped in the opposite order.</summary>
    public static int OrderOf(string kind) => Array.FindIndex(Kinds, k => k.Folder == kind);

    /// <summary>The statement that drops an object whose file may be gone.</summary>
    public static string DropOf(string kind, string name)
    {
        var parts = name.Split('.');
        return Kinds.Single(k => k.Folder == kind).Drop.Replace("{table}", parts[0]).Replace("{name}", parts[^1]);
    }

    /// <param name="Folder">The folder of its files.</param>
    /// <param name="Pattern">How its statement starts, with the groups <c>name</c> and, for objects of a table, <c>table</c>.</param>
    /// <param name="Drop">How it is dropped.</param>
    private sealed record SchemaObjectKind(string Folder, string Pattern, string Drop);
}
