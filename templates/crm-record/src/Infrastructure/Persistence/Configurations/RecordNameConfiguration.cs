using Crm.Domain.CollectionName;
using Crm.Domain.Users;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence.Configurations;

internal sealed class RecordNameConfiguration : AggregateConfiguration<RecordName>
{
    protected override void ConfigureAggregate(EntityTypeBuilder<RecordName> builder)
    {
        builder.Property(r => r.SearchText).HasMaxLength(-1);
        builder.HasOne<User>().WithMany().HasForeignKey(r => r.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}
