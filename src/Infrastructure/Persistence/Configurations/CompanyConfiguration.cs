using Crm.Domain.Companies;
using Crm.Domain.Users;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence.Configurations;

internal sealed class CompanyConfiguration : AggregateConfiguration<Company>
{
    protected override void ConfigureAggregate(EntityTypeBuilder<Company> builder)
    {
        builder.ComplexProperty(c => c.Details, d =>
        {
            d.Property(c => c.Latitude).HasPrecision(9, 6);
            d.Property(c => c.Longitude).HasPrecision(9, 6);
        });
        builder.Property(c => c.NameFolded).HasMaxLength(-1);
        builder.Property(c => c.SearchText).HasMaxLength(-1);
        builder.HasOne<Company>().WithMany().HasForeignKey(c => c.ParentCompanyId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(c => c.OwnerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CompanyResearchConfiguration : AggregateConfiguration<CompanyResearch>
{
    protected override void ConfigureAggregate(EntityTypeBuilder<CompanyResearch> builder)
    {
        builder.ComplexProperty(r => r.Details, d =>
        {
            d.Property(r => r.Confidence).HasPrecision(5, 4);
        });
        builder.HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId).OnDelete(DeleteBehavior.Restrict);
    }
}
