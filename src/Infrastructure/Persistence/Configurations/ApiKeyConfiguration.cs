using Crm.Domain.ApiKeys;
using Crm.Domain.Users;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence.Configurations;

internal sealed class ApiKeyConfiguration : AggregateConfiguration<ApiKey>
{
    protected override void ConfigureAggregate(EntityTypeBuilder<ApiKey> builder)
    {
        builder.Property(k => k.Permissions).HasMaxLength(-1).HasColumnType("jsonb");
        builder.HasOne<User>().WithMany().HasForeignKey(k => k.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}
