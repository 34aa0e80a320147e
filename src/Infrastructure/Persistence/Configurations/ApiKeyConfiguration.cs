using Crm.Domain.ApiKeys;
using Crm.Domain.Users;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence.Configurations;

internal sealed class ApiKeyConfiguration() : AggregateConfiguration<ApiKey>("api_keys")
{
    protected override void ConfigureAggregate(EntityTypeBuilder<ApiKey> builder)
    {
        builder.Property(k => k.Permissions).HasMaxLength(-1).HasColumnType("jsonb");
        builder.Property(k => k.KeyHash).Secret("key");
        builder.Property(k => k.LastUsedAt).Derived();
        builder.HasOne<User>().WithMany().HasForeignKey(k => k.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}
