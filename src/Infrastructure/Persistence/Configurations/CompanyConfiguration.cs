using Crm.Domain.Companies;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence.Configurations;

internal sealed class CompanyConfiguration : IEntityTypeConfiguration<Company>
{
    public void Configure(EntityTypeBuilder<Company> builder)
    {
        builder.ComplexProperty(c => c.Details, d =>
        {
            d.Property(c => c.Latitude).HasPrecision(9, 6);
            d.Property(c => c.Longitude).HasPrecision(9, 6);
        });
    }
}

internal sealed class CompanyResearchConfiguration : IEntityTypeConfiguration<CompanyResearch>
{
    public void Configure(EntityTypeBuilder<CompanyResearch> builder) =>
        builder.ComplexProperty(r => r.Details, d => d.Property(r => r.Confidence).HasPrecision(5, 4));
}
