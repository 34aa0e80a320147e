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

    private static Lead NewLead(LeadStatus status = LeadStatus.New, Guid? assignedToId = null) =>
        Lead.Create(Given.Id, Ada, status, assignedToId, Given.Now.AddDays(-1), Given.By, Given.Now).Value;

    private static Lead Converted()
    {
        var lead = NewLead(assignedToId: Given.Owner);
        lead.Convert(Contact, Given.Acme.Id, Deal, Given.By, Given.Now).Succeeds();
        lead.ClearEvents();
        return lead;
    }

    [Test]
    public void Its_first_status_has_its_creation_time()
    {
        var lead = NewLead(LeadStatus.Nurturing, Given.Owner);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lead.Status, Is.EqualTo(LeadStatus.Nurturing));
            Assert.That(lead.StatusSeq, Is.EqualTo(1));
            Assert.That(lead.AssignedToId, Is.EqualTo(Given.Owner));
            Assert.That(lead.IsConverted, Is.False);
            Assert.That(lead.NameFolded, Is.EqualTo("byron ada"));
            Assert.That(lead.CompanyFolded, Is.EqualTo("acme lodz"));
        }

        Assert.That(lead.Events, Is.EqualTo(new IDomainEvent[]
        {
            new LeadCreated(Given.Id, Given.Owner, Given.Now),
            new LeadStatusChanged(Given.Id, 1, null, LeadStatus.Nurturing, Given.By, Given.Now.AddDays(-1), Given.Now),
        }));
    }

    [Test]
    public void It_cannot_be_created_converted() =>
        Lead.Create(Given.Id, Ada, LeadStatus.Converted, null, Given.Now, Given.By, Given.Now)
            .Fails("lead_created_converted", ErrorKind.Invalid, "status");

    [Test]
    public void A_status_change_increments_the_number_and_raises_an_event()
    {
        var lead = NewLead();
        lead.ClearEvents();
        lead.Update(Ada, LeadStatus.Interested, null, Given.By, Given.Now).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lead.Status, Is.EqualTo(LeadStatus.Interested));
            Assert.That(lead.StatusSeq, Is.EqualTo(2));
        }

        Assert.That(lead.Events[^1],
            Is.EqualTo(new LeadStatusChanged(Given.Id, 2, LeadStatus.New, LeadStatus.Interested, Given.By, Given.Now, Given.Now)));
    }

    [Test]
    public void A_rejected_status_changes_nothing_and_the_error_names_the_allowed_ones()
    {
        var lead = NewLead(LeadStatus.Dead);
        var error = lead.Update(Ada with { FirstName = "X" }, LeadStatus.Qualified, null, Given.By, Given.Now)
            .Fails("transition_not_allowed", ErrorKind.Conflict);
        Assert.That(error!.Details!["allowed"], Is.EqualTo(new[] { "NEW", "NURTURING" }));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lead.Details.FirstName, Is.EqualTo("Ada"));
            Assert.That(lead.Status, Is.EqualTo(LeadStatus.Dead));
        }
    }

    [Test]
    public void Conversion_is_recorded_once()
    {
        var lead = NewLead();
        lead.ClearEvents();
        lead.Convert(Contact, null, null, Given.By, Given.Now).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lead.Status, Is.EqualTo(LeadStatus.Converted));
            Assert.That(lead.StatusSeq, Is.EqualTo(2));
            Assert.That(lead.IsConverted, Is.True);
            Assert.That(lead.ConvertedAt, Is.EqualTo(Given.Now));
            Assert.That(lead.ConvertedToContactId, Is.EqualTo(Contact));
            Assert.That(lead.ConvertedToCompanyId, Is.Null);
            Assert.That(lead.ConvertedToDealId, Is.Null);
        }

        Assert.That(lead.Events[^1], Is.EqualTo(new LeadConverted(Given.Id, Contact, null, null, Given.By, Given.Now)));
        var again = lead.Convert(Given.By, null, null, Given.By, Given.Now).Fails("already_converted", ErrorKind.Conflict);
        Assert.That(again!.Details!["contactId"], Is.EqualTo(Contact));
    }

    [Test]
    public void Once_converted_its_tags_and_notes_change()
    {
        var lead = Converted();
        lead.Update(Ada with { Notes = "other", Tags = ["u", "v"] }, LeadStatus.Converted, Given.Owner, Given.By, Given.Now).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lead.Details.Notes, Is.EqualTo("other"));
            Assert.That(string.Join(' ', lead.Details.Tags), Is.EqualTo("u v"));
        }
    }

    [Test]
    public void Nothing_else_changes_once_converted()
    {
        var others = typeof(LeadDetails).GetProperties()
            .Where(p => p.Name is not (nameof(LeadDetails.Notes) or nameof(LeadDetails.Tags)) && p.CanWrite).ToArray();
        Assert.That(others, Has.Length.EqualTo(18));
        foreach (var property in others)
        {
            var lead = Converted();
            var changed = Ada with { };
            property.SetValue(changed, property.Name switch
            {
                nameof(LeadDetails.Email) => "changed@example.com",
                nameof(LeadDetails.LeadScore) => 7,
                nameof(LeadDetails.DoNotContact) or nameof(LeadDetails.DoNotEmail) or nameof(LeadDetails.DoNotCall) => true,
                nameof(LeadDetails.Source) => LeadSource.Partner,
                _ => "changed",
            });
            lead.Update(changed, LeadStatus.Converted, Given.Owner, Given.By, Given.Now)
                .Fails("lead_converted", ErrorKind.Conflict, char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);
        }

        Converted().Update(Ada, LeadStatus.New, Given.Owner, Given.By, Given.Now).Fails("transition_not_allowed", ErrorKind.Conflict);
        Converted().Update(Ada, LeadStatus.Converted, null, Given.By, Given.Now)
            .Fails("lead_converted", ErrorKind.Conflict, "assignedToId");
        Converted().AssignTo(Given.By, Given.Now).Fails("lead_converted", ErrorKind.Conflict, "assignedToId");
    }

    [Test]
    public void Assigning_to_another_user_raises_an_event_and_to_the_same_user_none()
    {
        var lead = NewLead();
        lead.ClearEvents();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lead.AssignTo(Given.Owner, Given.Now).Value, Is.True);
            Assert.That(lead.AssignTo(Given.Owner, Given.Now).Value, Is.False);
        }

        Assert.That(lead.Events, Is.EqualTo(new[] { new LeadAssigned(Given.Id, Given.Owner, Given.Now) }));
    }

    [Test]
    public void It_is_deleted_and_restored_unchanged()
    {
        var lead = Converted();
        lead.Delete(Given.Now);
        Assert.That(lead.DeletedAt, Is.EqualTo(Given.Now));
        lead.Restore(Given.Now);
        lead.Restore(Given.Now);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lead.DeletedAt, Is.Null);
            Assert.That(lead.Status, Is.EqualTo(LeadStatus.Converted));
        }

        Assert.That(lead.Events,
            Is.EqualTo(new IDomainEvent[] { new LeadDeleted(Given.Id, Given.Now), new LeadRestored(Given.Id, Given.Now) }));
    }
}
