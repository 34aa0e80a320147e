using Crm.Application.Common.Records;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence.Configurations;

/// <summary>What every aggregate root has.</summary>
internal abstract class AggregateConfiguration<TAggregate> : IEntityTypeConfiguration<TAggregate>
    where TAggregate : AggregateRoot
{
    public void Configure(EntityTypeBuilder<TAggregate> builder)
    {
        builder.ToTable(RecordCatalog.Of<TAggregate>().Table);
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Ignore(a => a.Events);
        ConfigureAggregate(builder);
    }

    protected abstract void ConfigureAggregate(EntityTypeBuilder<TAggregate> builder);
}
