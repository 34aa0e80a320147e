using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Crm.Application.Common.Json;
using Crm.Application.Common.Tables;

namespace Crm.Api.Http;

/// <summary>
/// The rows of a response as CSV (RFC 4180, UTF-8, the members' names in the header). Every cell has the value that JSON has; null is an
/// empty cell, an array is its items joined by semicolons. Text that a spreadsheet would evaluate as a formula is prefixed by an
/// apostrophe.
/// </summary>
internal sealed class CsvResult(ITable table) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{table.TableName}.csv\"";
        return ResponseContent.WriteAsync(
            httpContext, $"{RequestValidation.Csv}; charset=utf-8", Encoding.UTF8.GetBytes(Write(table)), null);
    }

    internal static string Write(ITable table)
    {
        var columns = CrmJson.Options.GetTypeInfo(table.RowType).Properties
            .Where(p => p.Get is not null && !table.HiddenColumns.Contains(p.Name)).ToArray();
        var csv = new StringBuilder();
        csv.AppendJoin(',', columns.Select(c => c.Name)).Append("\r\n");
        foreach (var row in table.TableRows)
            csv.AppendJoin(',', columns.Select(c => Cell(c, row))).Append("\r\n");
        return csv.ToString();
    }

    private static string Cell(JsonPropertyInfo column, object row) =>
        Quote(Text(JsonSerializer.SerializeToElement(column.Get!(row), column.PropertyType, CrmJson.Options)));

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => EscapeFormula(value.GetString()!),
        JsonValueKind.Array => EscapeFormula(
            string.Join(';', value.EnumerateArray().Select(i => i.ValueKind == JsonValueKind.String ? i.GetString() : i.GetRawText()))),
        _ => value.GetRawText(),
    };

    private static string EscapeFormula(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? "'" + text : text;

    private static string Quote(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
