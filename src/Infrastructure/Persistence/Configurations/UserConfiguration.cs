using Crm.Domain.Roles;
using Crm.Domain.Users;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence.Configurations;

internal sealed class UserConfiguration : AggregateConfiguration<User>
{
    protected override void ConfigureAggregate(EntityTypeBuilder<User> builder)
    {
        builder.ComplexProperty(u => u.Details);
        builder.Property(u => u.PasswordHash).HasMaxLength(-1);
        builder.Property(u => u.FullName).HasMaxLength(-1);
        builder.Property(u => u.NameFolded).HasMaxLength(-1);
        builder.Property(u => u.SearchText).HasMaxLength(-1);
        builder.HasOne<Role>().WithMany().HasForeignKey(u => u.RoleId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RoleConfiguration : AggregateConfiguration<Role>
{
    protected override void ConfigureAggregate(EntityTypeBuilder<Role> builder)
    {
        builder.Property(r => r.Permissions).HasMaxLength(-1).HasColumnType("jsonb");
    }
}
