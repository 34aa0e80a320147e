using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Users;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence.Configurations;

internal sealed class DealConfiguration : AggregateConfiguration<Deal>
{
    protected override void ConfigureAggregate(EntityTypeBuilder<Deal> builder)
    {
        builder.ComplexProperty(d => d.Details);
        builder.Property(d => d.TitleFolded).HasMaxLength(-1);
        builder.Property(d => d.SearchText).HasMaxLength(-1);
        builder.HasOne<Company>().WithMany().HasForeignKey(d => d.CompanyId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Contact>().WithMany().HasForeignKey(d => d.PrimaryContactId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(d => d.OwnerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(d => d.Products).WithOne().HasForeignKey(p => p.DealId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(d => d.Products).HasField("products").UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
    }
}

internal sealed class DealProductConfiguration : IEntityTypeConfiguration<DealProduct>
{
    public void Configure(EntityTypeBuilder<DealProduct> builder)
    {
        builder.ToTable("deal_products");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Quantity).HasPrecision(12, DealProduct.QuantityDecimals);
    }
}
