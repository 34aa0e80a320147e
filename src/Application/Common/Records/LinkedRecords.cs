using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Records;

/// <summary>
/// Joins the records that a row refers to, for their names, addresses and numbers. A record that the caller cannot read joins no row, so
/// that only its id is shown and all its columns are null. All reads use this one implementation.
/// </summary>
/// <param name="caller">The caller.</param>
public sealed class LinkedRecords(Caller caller) : Lists.ILinkedRecords
{
    /// <inheritdoc/>
    public SqlFragment Join<TAggregate>(string field, string from, string alias)
        where TAggregate : AggregateRoot => Join(RecordCatalog.Of<TAggregate>().Fields, field, from, alias);

    /// <inheritdoc/>
    public SqlFragment Join(FieldSet fields, string field, string from, string alias)
    {
        var reference = fields.ByName[field];
        return Join(RecordCatalog.Of(reference.Target!), SqlFragment.Column(from, reference.Column), alias);
    }

    /// <inheritdoc/>
    public SqlFragment JoinTo<TTarget>(SqlFragment id, string alias)
        where TTarget : AggregateRoot => Join(RecordCatalog.Of<TTarget>(), id, alias);

    /// <summary>The condition that the caller can read a linked record, starting with <c>and</c>.</summary>
    public SqlFragment Visible<TTarget>(string alias)
        where TTarget : AggregateRoot => Visible(RecordCatalog.Of<TTarget>(), alias);

    /// <inheritdoc/>
    public SqlFragment? Shows(RecordField reference, string from)
    {
        var target = RecordCatalog.Of(reference.Target!);
        var visible = Visible(target, "link");
        if (visible.IsEmpty)
            return null;
        var (table, id) = (SqlFragment.Name(target.Table), SqlFragment.Column(from, reference.Column));
        return $"exists (select 1 from {table} link where link.id = {id}{visible})";
    }

    private SqlFragment Join(Record target, SqlFragment id, string alias)
    {
        var (table, joined) = (SqlFragment.Name(target.Table), SqlFragment.Name(alias));
        return $"left join {table} {joined} on {joined}.id = {id}{Visible(target, alias)}";
    }

    /// <summary>It limits what is shown of a row, not the rows, so it does not count as the scope of a statement.</summary>
    private SqlFragment Visible(Record target, string alias)
    {
        var scope = RecordScope.For(target, caller, RightAction.Read, alias);
        return scope.IsEverything ? SqlFragment.Empty : SqlFragment.WithoutScope($" {scope}");
    }
}
