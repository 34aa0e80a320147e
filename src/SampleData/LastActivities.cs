using Crm.Domain.Communications;
using Crm.Domain.Notes;
using Crm.Domain.Tasks;

namespace Crm.SampleData;

/// <summary>The last activity of each contact, company and lead; the service derives it from the events of activities.</summary>
internal sealed class LastActivities
{
    private readonly Dictionary<Guid, DateTimeOffset> activities = [];
    private readonly Dictionary<Guid, DateTimeOffset> contacts = [];
    private readonly Dictionary<Guid, Guid> companyOfContact;
    private readonly Dictionary<Guid, Guid> companyOfDeal;

    public LastActivities(SampleCustomers customers, SampleActivities sample)
    {
        companyOfContact = customers.Contacts.Where(c => c.CompanyId is not null).ToDictionary(c => c.Id, c => c.CompanyId!.Value);
        companyOfDeal = customers.Deals.ToDictionary(d => d.Id, d => d.CompanyId);
        AggregateRoot[] records = [.. sample.Tasks, .. sample.Communications, .. sample.Notes];
        foreach (var happened in records.SelectMany(r => r.Events))
        {
            switch (happened)
            {
                case TaskCompleted e:
                    Add(e.Links, e.OccurredAt, isContact: false);
                    break;
                case CommunicationTookPlace e:
                    Add(e.Links, e.At, isContact: true);
                    break;
                case NoteCreated e:
                    Add(e.Links, e.At, isContact: false);
                    break;
            }
        }
    }

    /// <summary>The last activity of a contact, a company or a lead; null if there is none.</summary>
    public DateTimeOffset? Of(Guid id) => activities.TryGetValue(id, out var at) ? at : null;

    /// <summary>The last communication with a contact; null if there is none.</summary>
    public DateTimeOffset? ContactOf(Guid id) => contacts.TryGetValue(id, out var at) ? at : null;

    private void Add(ActivityLinks links, DateTimeOffset at, bool isContact)
    {
        Guid?[] subjects =
        [
            links.LeadId, links.ContactId, links.CompanyId,
            links.ContactId is { } contact && companyOfContact.TryGetValue(contact, out var employer) ? employer : null,
            links.DealId is { } deal ? companyOfDeal[deal] : null,
        ];
        foreach (var id in subjects.OfType<Guid>())
            Move(activities, id, at);
        if (isContact && links.ContactId is { } spokenTo)
            Move(contacts, spokenTo, at);
    }

    private static void Move(Dictionary<Guid, DateTimeOffset> dates, Guid id, DateTimeOffset at)
    {
        if (!dates.TryGetValue(id, out var last) || last < at)
            dates[id] = at;
    }
}
