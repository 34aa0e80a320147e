using System.Text.Json;
using Crm.Domain.Leads;

namespace Crm.Application.Leads;

/// <summary>A tracked event of a lead. It never changes, so it has no version.</summary>
public sealed record LeadActivityView(
    Guid Id,
    Guid LeadId,
    EnumText<LeadActivityType> Type,
    string? Description,
    JsonElement? Metadata,
    string? IpAddress,
    string? UserAgent,
    string? Url,
    int? Duration,
    DateTimeOffset CreatedAt,
    Guid CreatedById,
    string? CreatedByName);
