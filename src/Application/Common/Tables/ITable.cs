using System.Text.Json.Serialization;

namespace Crm.Application.Common.Tables;

/// <summary>A response whose rows are also available as CSV, with the same names.</summary>
public interface ITable
{
    /// <summary>The file name without extension.</summary>
    [JsonIgnore]
    string TableName { get; }

    /// <summary>The type of the rows, known also if there are none.</summary>
    [JsonIgnore]
    Type RowType { get; }

    /// <summary>The rows in the order of the response.</summary>
    [JsonIgnore]
    IEnumerable<object> TableRows { get; }

    /// <summary>JSON names of row members that this response omits.</summary>
    [JsonIgnore]
    IReadOnlyList<string> HiddenColumns => [];
}
