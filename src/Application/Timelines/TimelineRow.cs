using System.Text.Json.Serialization;
using Crm.Application.Common.Fields;

namespace Crm.Application.Timelines;

/// <summary>An entry of a timeline.</summary>
/// <param name="SortKey">The sort value of the row, for keyset pagination.</param>
/// <param name="TieKey">The tie-break value of the sort order.</param>
/// <param name="Type">The type of the entry.</param>
/// <param name="Id">The id of the task, communication, note, lead activity or transition.</param>
/// <param name="At">The time: for a task its completion or creation, for a communication its sending or creation, otherwise the time of the
/// change or activity.</param>
/// <param name="Kind">The kind of the task, communication, note or lead activity.</param>
/// <param name="Title">The title or subject.</param>
/// <param name="Text">The first 500 characters of the description or content.</param>
/// <param name="Status">The current status of a task or communication.</param>
/// <param name="From">The previous stage or status. Null for the first one.</param>
/// <param name="To">The new stage or status.</param>
/// <param name="Reason">The reason that the user gave.</param>
/// <param name="UserId">The responsible user: the assignee of a task, the creator of a communication or note, or the user who made the
/// change.</param>
/// <param name="UserName">The current name of that user.</param>
/// <param name="ContactId">The contact of the entry.</param>
/// <param name="ContactName">The current name of the contact.</param>
/// <param name="DealId">The deal of the entry.</param>
/// <param name="DealTitle">The current title of the deal.</param>
/// <param name="CompanyId">The company of the entry, if set on the entry itself.</param>
/// <param name="LeadId">The lead of the entry.</param>
/// <param name="InReplyToId">The communication that this communication answers.</param>
/// <param name="IsPrivate">Whether the entry is a private note.</param>
public sealed record TimelineRow(
    [property: JsonIgnore] string? SortKey,
    [property: JsonIgnore] string TieKey,
    EnumText<TimelineType> Type,
    Guid Id,
    DateTimeOffset At,
    string? Kind,
    string? Title,
    string? Text,
    string? Status,
    string? From,
    string? To,
    string? Reason,
    Guid? UserId,
    string? UserName,
    Guid? ContactId,
    string? ContactName,
    Guid? DealId,
    string? DealTitle,
    Guid? CompanyId,
    Guid? LeadId,
    Guid? InReplyToId,
    bool IsPrivate) : IListRow
{
    internal static ListSpec NewSpec(Resource subject)
    {
        var fields = new FieldSet();
        fields.Enum<TimelineType>("types", "type").Filter();
        fields.Instant("at").Filter().Sort();
        return new ListSpec("timeline_entries", subject, fields) { Alias = "e", DefaultSort = "-at", TieBreak = ("item_id", "uuid") };
    }
}
