using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Leads;
using Crm.Domain.Notes;
using Crm.Domain.Users;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Crm.Infrastructure.Persistence.Configurations;

internal sealed class NoteConfiguration : AggregateConfiguration<Note>
{
    protected override void ConfigureAggregate(EntityTypeBuilder<Note> builder)
    {
        builder.ComplexProperty(a => a.Details);
        builder.Ignore(a => a.Links);
        builder.Property(a => a.SearchText).HasMaxLength(-1);
        builder.HasOne<User>().WithMany().HasForeignKey(a => a.CreatorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Contact>().WithMany().HasForeignKey(a => a.ContactId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Deal>().WithMany().HasForeignKey(a => a.DealId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Company>().WithMany().HasForeignKey(a => a.CompanyId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Lead>().WithMany().HasForeignKey(a => a.LeadId).OnDelete(DeleteBehavior.Restrict);
    }
}
