using Crm.Domain.Deals;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence;

/// <summary>A row of a deal's stage history: written once, from the event, in the save of the move itself.</summary>
internal sealed class DealStageHistoryEntry
{
    public required Guid Id { get; init; }
    public required Guid DealId { get; init; }

    /// <summary>Counts the deal's moves, from 1.</summary>
    public required int Seq { get; init; }
    public DealStage? FromStage { get; init; }
    public required DealStage ToStage { get; init; }
    public string? Reason { get; init; }

    /// <summary>The user; without a foreign key, which would lock the user's row at every move.</summary>
    public required Guid ChangedBy { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}

internal sealed class DealStageHistoryConfiguration : IEntityTypeConfiguration<DealStageHistoryEntry>
{
    public void Configure(EntityTypeBuilder<DealStageHistoryEntry> builder)
    {
        builder.ToTable("deal_stage_history");
        builder.HasKey(h => h.Id);
        builder.Property(h => h.Reason).HasMaxLength(Limits.Text);
        builder.HasOne<Deal>().WithMany().HasForeignKey(h => h.DealId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DealStageHistoryWriter(CrmDbContext db, IClock clock) : IDomainEventHandler<DealStageChanged>
{
    public Task HandleAsync(DealStageChanged domainEvent, CancellationToken ct)
    {
        db.Add(new DealStageHistoryEntry
        {
            Id = clock.NewId(),
            DealId = domainEvent.AggregateId,
            Seq = domainEvent.Seq,
            FromStage = domainEvent.From,
            ToStage = domainEvent.To,
            Reason = domainEvent.Reason,
            ChangedBy = domainEvent.By,
            ChangedAt = domainEvent.At,
        });
        return Task.CompletedTask;
    }
}
