namespace Crm.SampleData;

/// <summary>A column that is written by COPY.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Type">Its PostgreSQL type.</param>
/// <param name="Value">The value of a row, as it is stored.</param>
internal sealed record TableColumn<T>(string Name, string Type, Func<T, object?> Value);
