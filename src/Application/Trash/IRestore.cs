namespace Crm.Application.Trash;

/// <summary>A command that brings records of one kind back; with it comes the list of what lies in the trash.</summary>
public interface IRestore : ICommand
{
    static abstract TrashTable Trash { get; }
}

/// <summary>Where records of one kind lie, deleted or not.</summary>
/// <param name="Table">Their table; its rows go by the alias <c>p</c>.</param>
/// <param name="Name">An expression over <c>p</c> by which people know a record.</param>
/// <param name="Owner">The column of <c>p</c> that says whose it is; null: nobody's.</param>
public sealed record TrashTable(string Table, string Name, string? Owner = null)
{
    /// <summary>Whether they have the folded column that <c>q</c> looks at.</summary>
    public bool Searched { get; init; } = true;
}
