using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence.Configurations;

/// <summary>What every aggregate root has.</summary>
/// <param name="table">Its table.</param>
/// <param name="auditName">Its name in the audit, where that is not the type's.</param>
internal abstract class AggregateConfiguration<TAggregate>(string table, string? auditName = null) : IEntityTypeConfiguration<TAggregate>
    where TAggregate : AggregateRoot
{
    public void Configure(EntityTypeBuilder<TAggregate> builder)
    {
        builder.ToTable(table);
        if (auditName is not null)
            builder.HasAnnotation(ModelAnnotations.AuditName, auditName);
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Version).IsConcurrencyToken().Derived();
        builder.Property(a => a.UpdatedAt).Derived();
        builder.Ignore(a => a.Events);
        ConfigureAggregate(builder);
    }

    protected abstract void ConfigureAggregate(EntityTypeBuilder<TAggregate> builder);
}
