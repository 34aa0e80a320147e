using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Leads;
using Crm.Domain.Users;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence.Configurations;

internal sealed class LeadConfiguration : AggregateConfiguration<Lead>
{
    protected override void ConfigureAggregate(EntityTypeBuilder<Lead> builder)
    {
        builder.ComplexProperty(l => l.Details);
        builder.Property(l => l.NameFolded).HasMaxLength(-1);
        builder.Property(l => l.CompanyFolded).HasMaxLength(-1);
        builder.Property(l => l.SearchText).HasMaxLength(-1);
        builder.HasOne<User>().WithMany().HasForeignKey(l => l.AssignedToId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Contact>().WithMany().HasForeignKey(l => l.ConvertedToContactId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Company>().WithMany().HasForeignKey(l => l.ConvertedToCompanyId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Deal>().WithMany().HasForeignKey(l => l.ConvertedToDealId).OnDelete(DeleteBehavior.Restrict);
    }
}
