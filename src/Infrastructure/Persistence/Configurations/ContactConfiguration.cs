using Crm.Domain.Contacts;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence.Configurations;

internal sealed class ContactConfiguration : IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Contact> builder)
    {
        builder.ComplexProperty(c => c.Details, d =>
        {
            d.Property(c => c.Latitude).HasPrecision(9, 6);
            d.Property(c => c.Longitude).HasPrecision(9, 6);
        });
        builder.Property(c => c.PhoneDigits).HasMaxLength(-1);
        builder.HasMany(c => c.SocialProfiles).WithOne().HasForeignKey(p => p.ContactId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(c => c.SocialProfiles).HasField("socialProfiles").UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
    }
}

internal sealed class SocialProfileConfiguration : IEntityTypeConfiguration<SocialProfile>
{
    public void Configure(EntityTypeBuilder<SocialProfile> builder)
    {
        builder.ToTable("social_profiles");
        builder.HasKey(p => p.Id);
    }
}
