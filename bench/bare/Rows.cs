using Crm.Domain.Common;
using Crm.Domain.Deals;

namespace Crm.Bench.Bare;

/// <summary>The totals of a board column in one currency.</summary>
internal sealed record BoardTotal(string Stage, string Currency, long Count, decimal TotalValue, decimal WeightedValue);

/// <summary>A deal's row with the names of the related records.</summary>
internal sealed record BareDeal(
    Guid Id,
    string Title,
    string? Description,
    decimal Value,
    EnumText<ValueSource> ValueSource,
    string Currency,
    int Probability,
    EnumText<DealStage> Stage,
    DateTimeOffset StageEnteredAt,
    DateOnly? ExpectedCloseDate,
    DateOnly? ActualCloseDate,
    string? CloseReason,
    string? LossReason,
    string[] Competitors,
    string? Risks,
    string? Notes,
    string[] Tags,
    bool IsActive,
    Guid CompanyId,
    string CompanyName,
    string? CompanyIndustry,
    string? CompanyWebsite,
    Guid? PrimaryContactId,
    string? ContactFirstName,
    string? ContactLastName,
    string? ContactEmail,
    string? ContactPhone,
    string? ContactJobTitle,
    Guid OwnerId,
    string OwnerName,
    string OwnerEmail,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version);

/// <summary>The time at which a dashboard's figures were read.</summary>
internal sealed record Moment(DateTimeOffset Now, string? SetConfig);

/// <summary>A row of the pipeline dashboard statement.</summary>
internal sealed record StageSum(string Currency, string Stage, long Count, decimal Value, decimal Weighted, DateTimeOffset? Oldest);

/// <summary>A row of the lead conversion statement.</summary>
internal sealed record StatusSum(string? Source, string Status, long Count);

/// <summary>A row of the user performance statement.</summary>
internal sealed record UserSum(Guid OwnerId, string Kind, string? Currency, long N, decimal Value);

/// <summary>The user of a user performance dashboard.</summary>
internal sealed record Person(Guid Id, string FullName, bool Live);

/// <summary>A row of the first statement of the summary dashboard.</summary>
internal sealed record SummarySum(string Kind, string? Currency, long N, decimal Value, decimal Weighted);

/// <summary>The stages that are columns of the board.</summary>
internal static class BareStages
{
    public static readonly string[] Open = [.. DealStageMachine.Stages.Where(s => !DealStageMachine.IsClosed(s)).Select(EnumText<DealStage>.Of)];
}
