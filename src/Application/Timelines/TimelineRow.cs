using System.Text.Json.Serialization;
using Crm.Application.Common.Fields;

namespace Crm.Application.Timelines;

/// <summary>A line of a timeline.</summary>
/// <param name="SortKey">Its place in the order.</param>
/// <param name="TieKey">Likewise.</param>
/// <param name="Type">What it tells of.</param>
/// <param name="Id">The task, communication, note, lead activity or step of history.</param>
/// <param name="At">When: a task's completion or else its creation, a communication's sending or else its creation, the change or activity itself.</param>
/// <param name="Kind">The type of the task, communication, note or lead activity.</param>
/// <param name="Title">The title or subject.</param>
/// <param name="Text">The first 500 characters of the description or content.</param>
/// <param name="Status">The present status of a task or communication.</param>
/// <param name="From">The stage or status that was left; null where it is the first.</param>
/// <param name="To">The stage or status that was entered.</param>
/// <param name="Reason">Why, as the user gave it.</param>
/// <param name="UserId">Whose doing it is: a task's assignee, a communication's or note's creator, who made the change.</param>
/// <param name="UserName">Their name now.</param>
/// <param name="ContactId">The contact it is about.</param>
/// <param name="ContactName">The contact's name now.</param>
/// <param name="DealId">The deal it is about.</param>
/// <param name="DealTitle">The deal's title now.</param>
/// <param name="CompanyId">The company that it names itself.</param>
/// <param name="LeadId">The lead it is about.</param>
/// <param name="IsPrivate">Whether it is a private note.</param>
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
