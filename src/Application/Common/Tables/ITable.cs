using System.Text.Json.Serialization;

namespace Crm.Application.Common.Tables;

/// <summary>An answer whose rows can also be had as CSV: the same rows, under the same names.</summary>
public interface ITable
{
    /// <summary>The file's name, without its ending.</summary>
    [JsonIgnore]
    string TableName { get; }

    /// <summary>What each row is, shown even where there is none.</summary>
    [JsonIgnore]
    Type RowType { get; }

    /// <summary>The rows in the order of the answer.</summary>
    [JsonIgnore]
    IEnumerable<object> TableRows { get; }

    /// <summary>Row members that this answer leaves out, as JSON names them.</summary>
    [JsonIgnore]
    IReadOnlyList<string> HiddenColumns => [];
}
