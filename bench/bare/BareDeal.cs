using Crm.Domain.Common;
using Crm.Domain.Deals;

namespace Crm.Bench.Bare;

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
