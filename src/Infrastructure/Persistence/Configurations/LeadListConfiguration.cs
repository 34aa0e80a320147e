using Crm.Domain.LeadLists;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence.Configurations;

internal sealed class LeadListConfiguration : AggregateConfiguration<LeadList>
{
    protected override void ConfigureAggregate(EntityTypeBuilder<LeadList> builder)
    {
        builder.Property(l => l.NameFolded).HasMaxLength(-1);
        builder.Property(l => l.SearchText).HasMaxLength(-1);
    }
}
