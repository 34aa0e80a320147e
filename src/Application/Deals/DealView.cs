using Crm.Domain.Deals;

namespace Crm.Application.Deals;

/// <summary>A deal with all related data, as returned by GET.</summary>
public sealed record DealView(
    Guid Id,
    string Title,
    string? Description,
    decimal Value,
    EnumText<ValueSource> ValueSource,
    string Currency,
    int Probability,
    EnumText<DealStage> Stage,
    DateTimeOffset StageEnteredAt,
    int DaysInStage,
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
    DealCompany Company,
    Guid? PrimaryContactId,
    DealContact? PrimaryContact,
    Guid OwnerId,
    DealOwner Owner,
    IReadOnlyList<DealProductRow> Products,
    IReadOnlyList<DealHistoryRow> History,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IView;

/// <summary>The company of a deal. Only its id if the caller cannot read it.</summary>
public sealed record DealCompany(Guid Id, string? Name, string? Industry, string? Website);

/// <summary>The primary decision maker of a deal. Only its id if the caller cannot read it.</summary>
public sealed record DealContact(Guid Id, string? FirstName, string? LastName, string? Email, string? Phone, string? JobTitle);

/// <summary>The user who owns a deal. Only its id if the caller cannot read it.</summary>
public sealed record DealOwner(Guid Id, string? Name, string? Email);

/// <summary>A product line of a deal.</summary>
/// <param name="TotalPrice">Quantity × unit price.</param>
public sealed record DealProductRow(
    Guid Id, string ProductName, decimal Quantity, decimal UnitPrice, decimal TotalPrice, string? Notes, DateTimeOffset CreatedAt);

/// <summary>An entry of a deal's stage history.</summary>
/// <param name="Seq">Sequence number of the deal's transitions, from 1.</param>
/// <param name="FromStage">Null for the creation of the deal.</param>
public sealed record DealHistoryRow(
    int Seq, EnumText<DealStage>? FromStage, EnumText<DealStage> ToStage, string? Reason, Guid ChangedBy, string? ChangedByName,
    DateTimeOffset ChangedAt);

internal sealed class DealViewReader(IClock clock) : IViewReader<DealView>
{
    public Task<DealView?> ReadAsync(IDb db, Guid id, RecordScope scope, CancellationToken ct)
    {
        return db.QueryMultipleAsync(
            [
                $"""
                select d.id, d.title, d.description, d.value, d.value_source, d.currency, d.probability, d.stage, d.stage_entered_at,
                    d.expected_close_date, d.actual_close_date, d.close_reason, d.loss_reason, d.competitors, d.risks, d.notes, d.tags,
                    d.is_active,
                    d.company_id, m.name as company_name, m.industry as company_industry, m.website as company_website,
                    d.primary_contact_id, c.first_name as contact_first_name, c.last_name as contact_last_name, c.email as contact_email,
                    c.phone as contact_phone, c.job_title as contact_job_title,
                    d.owner_id, o.full_name as owner_name, o.email as owner_email, d.created_at, d.updated_at, d.version
                from deals d
                {scope.Links.Join<Deal>("companyId", "d", "m")}
                {scope.Links.Join<Deal>("primaryContactId", "d", "c")}
                {scope.Links.Join<Deal>("ownerId", "d", "o")}
                where d.id = {id} and d.deleted_at is null {scope.On("d")}
                """,
                $"""
                select id, product_name, quantity, unit_price, total_price, notes, created_at
                from deal_products where deal_id = {id} order by created_at, id
                """,
                $"""
                select h.seq, h.from_stage, h.to_stage, h.reason, h.changed_by, u.full_name as changed_by_name, h.changed_at
                from (select * from deal_stage_history where deal_id = {id} order by seq desc limit 50) h
                {scope.Links.Join(ListDealHistory.Child.Fields, "changedBy", "h", "u")}
                order by h.seq desc
                """,
            ],
            async sets =>
            {
                if (await sets.ReadSingleOrDefaultAsync<Head>() is not { } d)
                    return null;
                var products = await sets.ReadAsync<DealProductRow>();
                var history = await sets.ReadAsync<DealHistoryRow>();
                return new DealView(
                    d.Id, d.Title, d.Description, d.Value, d.ValueSource, d.Currency, d.Probability, d.Stage, d.StageEnteredAt,
                    Math.Max(0, (int)(clock.Now - d.StageEnteredAt).TotalDays), d.ExpectedCloseDate, d.ActualCloseDate, d.CloseReason,
                    d.LossReason,
                    d.Competitors, d.Risks, d.Notes, d.Tags, d.IsActive,
                    d.CompanyId, new DealCompany(d.CompanyId, d.CompanyName, d.CompanyIndustry, d.CompanyWebsite),
                    d.PrimaryContactId,
                    d.PrimaryContactId is { } contactId
                        ? new DealContact(contactId, d.ContactFirstName, d.ContactLastName, d.ContactEmail, d.ContactPhone,
                            d.ContactJobTitle)
                        : null,
                    d.OwnerId, new DealOwner(d.OwnerId, d.OwnerName, d.OwnerEmail), products, history, d.CreatedAt, d.UpdatedAt, d.Version);
            },
            ct);
    }

    private sealed record Head(
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
        string? CompanyName,
        string? CompanyIndustry,
        string? CompanyWebsite,
        Guid? PrimaryContactId,
        string? ContactFirstName,
        string? ContactLastName,
        string? ContactEmail,
        string? ContactPhone,
        string? ContactJobTitle,
        Guid OwnerId,
        string? OwnerName,
        string? OwnerEmail,
        DateTimeOffset CreatedAt,
        DateTimeOffset UpdatedAt,
        long Version);
}
