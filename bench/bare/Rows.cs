using Crm.Domain.Common;
using Crm.Domain.Deals;

namespace Crm.Bench.Bare;

/// <summary>A column's sums in one currency.</summary>
internal sealed record BoardTotal(string Stage, string Currency, long Count, decimal TotalValue, decimal WeightedValue);

/// <summary>A deal's own row with the names that it shows.</summary>
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

/// <summary>The board's columns.</summary>
internal static class BareStages
{
    public static readonly string[] Open = [.. StageMachine.Stages.Where(s => !StageMachine.IsClosed(s)).Select(EnumText<DealStage>.Of)];
}
