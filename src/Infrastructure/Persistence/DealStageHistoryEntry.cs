using Crm.Domain.Deals;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence;

/// <summary>A row of a deal's stage history: written once, from the event, in the save that changes the stage.</summary>
internal sealed class DealStageHistoryEntry
{
    /// <summary>The reason of the transition.</summary>
    public static FieldRules<StageChange> Rules => StageChange.Rules;

    public required Guid Id { get; init; }
    public required Guid DealId { get; init; }

    /// <summary>The number of the transition of the deal, from 1.</summary>
    public required int Seq { get; init; }
    public DealStage? FromStage { get; init; }
    public required DealStage ToStage { get; init; }
    public string? Reason { get; init; }

    /// <summary>The user; without a foreign key, which would lock the user's row at every transition.</summary>
    public required Guid ChangedBy { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }

    /// <param name="e">The event that the row records.</param>
    /// <param name="id">The id of the row.</param>
    public static DealStageHistoryEntry Of(DealStageChanged e, Guid id) => new()
    {
        Id = id,
        DealId = e.AggregateId,
        Seq = e.Seq,
        FromStage = e.From,
        ToStage = e.To,
        Reason = e.Reason,
        ChangedBy = e.By,
        ChangedAt = e.At,
    };
}

internal sealed class DealStageHistoryConfiguration : IEntityTypeConfiguration<DealStageHistoryEntry>
{
    public void Configure(EntityTypeBuilder<DealStageHistoryEntry> builder)
    {
        builder.ToTable("deal_stage_history");
        builder.HasKey(h => h.Id);
        builder.HasOne<Deal>().WithMany().HasForeignKey(h => h.DealId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DealStageHistoryWriter(CrmDbContext db, IClock clock) : IDomainEventHandler<DealStageChanged>
{
    public Task HandleAsync(DealStageChanged domainEvent, CancellationToken ct)
    {
        db.Add(DealStageHistoryEntry.Of(domainEvent, clock.NewId()));
        return Task.CompletedTask;
    }
}
