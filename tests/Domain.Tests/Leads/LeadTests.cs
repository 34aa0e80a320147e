using Crm.Domain.Leads;

namespace Crm.Domain.Tests.Leads;

public sealed class LeadTests
{
    private static readonly Guid Contact = new("019d0000-0000-7000-8000-000000000011");
    private static readonly Guid Deal = new("019d0000-0000-7000-8000-000000000012");

    private static readonly LeadDetails Ada = new()
    {
        FirstName = "Ada",
        LastName = "Byron",
        Email = "ada@x.example",
        Company = "Acme Łódź",
        JobTitle = "CTO",
        Notes = "n",
        Tags = ["t"],
    };

    private static Lead Made(LeadStatus status = LeadStatus.New, Guid? assignedToId = null) =>
        Lead.Create(Given.Id, Ada, status, assignedToId, Given.Now.AddDays(-1), Given.By, Given.Now).Value;

    private static Lead Converted()
    {
        var lead = Made(assignedToId: Given.Owner);
        lead.Convert(Contact, Given.Acme.Id, Deal, Given.By, Given.Now).Succeeds();
        lead.ClearEvents();
        return lead;
    }

    [Test]
    public void It_is_made_with_its_first_status_dated_as_itself()
    {
        var lead = Made(LeadStatus.Nurturing, Given.Owner);
        Assert.That((lead.Status, lead.StatusSeq, lead.AssignedToId, lead.IsConverted), Is.EqualTo((LeadStatus.Nurturing, 1, (Guid?)Given.Owner, false)));
        Assert.That((lead.NameFolded, lead.CompanyFolded), Is.EqualTo(("byron ada", "acme lodz")));
        Assert.That(lead.Events, Is.EqualTo(new IDomainEvent[]
        {
            new LeadCreated(Given.Id, Given.Owner, Given.Now),
            new LeadStatusChanged(Given.Id, 1, null, LeadStatus.Nurturing, Given.By, Given.Now.AddDays(-1), Given.Now),
        }));
    }

    [Test]
    public void It_is_not_made_converted() =>
        Lead.Create(Given.Id, Ada, LeadStatus.Converted, null, Given.Now, Given.By, Given.Now).Fails("lead_created_converted", ErrorKind.Invalid, "status");

    [Test]
    public void A_change_of_status_is_counted_and_told()
    {
        var lead = Made();
        lead.ClearEvents();
        lead.Update(Ada, LeadStatus.Interested, null, Given.By, Given.Now).Succeeds();
        Assert.That((lead.Status, lead.StatusSeq), Is.EqualTo((LeadStatus.Interested, 2)));
        Assert.That(lead.Events[^1], Is.EqualTo(new LeadStatusChanged(Given.Id, 2, LeadStatus.New, LeadStatus.Interested, Given.By, Given.Now, Given.Now)));
    }

    [Test]
    public void A_refused_status_changes_nothing_and_names_what_is_allowed()
    {
        var lead = Made(LeadStatus.Dead);
        var error = lead.Update(Ada with { FirstName = "X" }, LeadStatus.Qualified, null, Given.By, Given.Now).Fails("transition_not_allowed", ErrorKind.Conflict);
        Assert.That(error!.Details!["allowed"], Is.EqualTo(new[] { "NEW", "NURTURING" }));
        Assert.That((lead.Details.FirstName, lead.Status), Is.EqualTo(("Ada", LeadStatus.Dead)));
    }

    [Test]
    public void Conversion_is_recorded_once()
    {
        var lead = Made();
        lead.ClearEvents();
        lead.Convert(Contact, null, null, Given.By, Given.Now).Succeeds();
        Assert.That(
            (lead.Status, lead.StatusSeq, lead.IsConverted, lead.ConvertedAt, lead.ConvertedToContactId, lead.ConvertedToCompanyId, lead.ConvertedToDealId),
            Is.EqualTo((LeadStatus.Converted, 2, true, (DateTimeOffset?)Given.Now, (Guid?)Contact, (Guid?)null, (Guid?)null)));
        Assert.That(lead.Events[^1], Is.EqualTo(new LeadConverted(Given.Id, Contact, null, null, Given.By, Given.Now)));
        var again = lead.Convert(Given.By, null, null, Given.By, Given.Now).Fails("already_converted", ErrorKind.Conflict);
        Assert.That(again!.Details!["contactId"], Is.EqualTo(Contact));
    }

    [Test]
    public void Once_converted_its_tags_and_notes_change()
    {
        var lead = Converted();
        lead.Update(Ada with { Notes = "other", Tags = ["u", "v"] }, LeadStatus.Converted, Given.Owner, Given.By, Given.Now).Succeeds();
        Assert.That((lead.Details.Notes, string.Join(' ', lead.Details.Tags)), Is.EqualTo(("other", "u v")));
    }

    [Test]
    public void Once_converted_nothing_else_changes()
    {
        var others = typeof(LeadDetails).GetProperties().Where(p => p.Name is not (nameof(LeadDetails.Notes) or nameof(LeadDetails.Tags)) && p.CanWrite).ToArray();
        Assert.That(others, Has.Length.EqualTo(15));
        foreach (var property in others)
        {
            var lead = Converted();
            var changed = Ada with { };
            property.SetValue(changed, property.Name switch
            {
                nameof(LeadDetails.Email) => "changed@example.com",
                nameof(LeadDetails.LeadScore) => 7,
                nameof(LeadDetails.Source) => LeadSource.Partner,
                _ => "changed",
            });
            lead.Update(changed, LeadStatus.Converted, Given.Owner, Given.By, Given.Now)
                .Fails("lead_converted", ErrorKind.Conflict, char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);
        }

        Converted().Update(Ada, LeadStatus.New, Given.Owner, Given.By, Given.Now).Fails("transition_not_allowed", ErrorKind.Conflict);
        Converted().Update(Ada, LeadStatus.Converted, null, Given.By, Given.Now).Fails("lead_converted", ErrorKind.Conflict, "assignedToId");
        Converted().AssignTo(Given.By, Given.Now).Fails("lead_converted", ErrorKind.Conflict, "assignedToId");
    }

    [Test]
    public void It_is_given_to_another_and_to_the_same_one_without_a_word()
    {
        var lead = Made();
        lead.ClearEvents();
        Assert.That((lead.AssignTo(Given.Owner, Given.Now).Value, lead.AssignTo(Given.Owner, Given.Now).Value), Is.EqualTo((true, false)));
        Assert.That(lead.Events, Is.EqualTo(new[] { new LeadAssigned(Given.Id, Given.Owner, Given.Now) }));
    }

    [Test]
    public void It_goes_to_the_trash_and_comes_back_as_it_was()
    {
        var lead = Converted();
        lead.Delete(Given.Now);
        Assert.That(lead.DeletedAt, Is.EqualTo(Given.Now));
        lead.Restore(Given.Now);
        lead.Restore(Given.Now);
        Assert.That((lead.DeletedAt, lead.Status), Is.EqualTo(((DateTimeOffset?)null, LeadStatus.Converted)));
        Assert.That(lead.Events, Is.EqualTo(new IDomainEvent[] { new LeadDeleted(Given.Id, Given.Now), new LeadRestored(Given.Id, Given.Now) }));
    }
}
