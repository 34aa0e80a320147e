using Crm.Application.Common.Fields;

namespace Crm.Application.Common.Lists;

/// <summary>The records that the rows of a list refer to, as far as the caller can read them.</summary>
public interface ILinkedRecords
{
    /// <summary>The join of the record that a declared reference refers to. A record that the caller cannot read joins no row.</summary>
    /// <param name="field">The reference of the aggregate.</param>
    /// <param name="from">The alias of the aggregate's table.</param>
    /// <param name="alias">The alias of the joined table.</param>
    SqlFragment Join<TAggregate>(string field, string from, string alias)
        where TAggregate : AggregateRoot;

    /// <inheritdoc cref="Join{TAggregate}(string, string, string)"/>
    /// <param name="fields">The fields of a child, or of an aggregate.</param>
    SqlFragment Join(FieldSet fields, string field, string from, string alias);

    /// <summary>The join of a record by an id that is no declared reference.</summary>
    SqlFragment JoinTo<TTarget>(SqlFragment id, string alias)
        where TTarget : AggregateRoot;

    /// <summary>The condition that the caller can read the record that a reference refers to. Null: all of them.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="from">The alias of the table with the reference.</param>
    SqlFragment? Shows(RecordField reference, string from);
}
