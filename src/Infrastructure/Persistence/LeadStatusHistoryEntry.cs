using Crm.Domain.Leads;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence;

/// <summary>A row of a lead's status history: written once, from the event, in the save that changes the status.</summary>
internal sealed class LeadStatusHistoryEntry
{
    public required Guid Id { get; init; }
    public required Guid LeadId { get; init; }

    /// <summary>The number of the status of the lead, from 1.</summary>
    public required int Seq { get; init; }
    public LeadStatus? FromStatus { get; init; }
    public required LeadStatus ToStatus { get; init; }

    /// <summary>The user; without a foreign key, which would lock the user's row at every change.</summary>
    public required Guid ChangedBy { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }

    /// <param name="e">The event that the row records.</param>
    /// <param name="id">The id of the row.</param>
    public static LeadStatusHistoryEntry Of(LeadStatusChanged e, Guid id) => new()
    {
        Id = id,
        LeadId = e.AggregateId,
        Seq = e.Seq,
        FromStatus = e.From,
        ToStatus = e.To,
        ChangedBy = e.By,
        ChangedAt = e.At,
    };
}

internal sealed class LeadStatusHistoryConfiguration : IEntityTypeConfiguration<LeadStatusHistoryEntry>
{
    public void Configure(EntityTypeBuilder<LeadStatusHistoryEntry> builder)
    {
        builder.ToTable("lead_status_history");
        builder.HasKey(h => h.Id);
        builder.HasOne<Lead>().WithMany().HasForeignKey(h => h.LeadId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class LeadStatusHistoryWriter(CrmDbContext db, IClock clock) : IDomainEventHandler<LeadStatusChanged>
{
    public Task HandleAsync(LeadStatusChanged domainEvent, CancellationToken ct)
    {
        db.Add(LeadStatusHistoryEntry.Of(domainEvent, clock.NewId()));
        return Task.CompletedTask;
    }
}
