using Crm.Domain.Companies;
using Crm.Domain.Contacts;
using Crm.Domain.Deals;
using Crm.Domain.Leads;
using Crm.Domain.Tasks;

namespace Crm.Application.Users;

/// <summary>A batch of <see cref="ReassignRecords"/>, which has checked the permission: up to 500 records of one kind.</summary>
[Requires(Resource.Users, RightAction.Update)]
internal sealed record ReassignBatch(Resource Resource, Guid FromId, Guid ToId) : ICommand<ReassignBatch.Done>, INestedCommand
{
    /// <summary>The maximum number of records of a transaction.</summary>
    public const int Size = 500;

    /// <summary>The number of records found, and the number that still belonged to the user when they were locked.</summary>
    internal sealed record Done(int Found, int Moved);
}

internal sealed class ReassignBatchHandler(
    IRepository<Company> companies,
    IRepository<Contact> contacts,
    IRepository<Deal> deals,
    IRepository<Lead> leads,
    IRepository<SalesTask> tasks,
    OpenRecords records,
    UserZones zones,
    IClock clock) : ICommandHandler<ReassignBatch, ReassignBatch.Done>
{
    public async Task<Result<Reply<ReassignBatch.Done>>> HandleAsync(ReassignBatch command, CancellationToken ct)
    {
        var (_, from, to) = command;
        var now = clock.Now;
        var ids = await records.FirstAsync(command.Resource, from, ReassignBatch.Size, ct);
        var zone = command.Resource == Resource.Tasks ? await zones.OfAsync(to, ct) : Zone.Utc;
        var moved = 0;
        foreach (var id in ids)
        {
            if (await MoveAsync(id))
                moved++;
        }

        return Reply.Value(new ReassignBatch.Done(ids.Count, moved));

        // Checked again under the lock, because the record may have been reassigned or closed in the meantime.
        async Task<bool> MoveAsync(Guid id) => command.Resource switch
        {
            Resource.Companies => await companies.FindAsync(id, ct: ct) is { } c && c.OwnerId == from && c.AssignTo(to, now),
            Resource.Contacts => await contacts.FindAsync(id, ct: ct) is { } c && c.OwnerId == from && c.AssignTo(to, now),
            Resource.Deals => await deals.FindAsync(id, ct: ct) is { IsActive: true } d && d.OwnerId == from && d.AssignTo(to, now),
            Resource.Leads => await leads.FindAsync(id, ct: ct) is { IsConverted: false } l && l.AssignedToId == from &&
                l.AssignTo(to, now).Value,
            Resource.Tasks => await tasks.FindAsync(id, ct: ct) is { } t && TaskStatusMachine.IsOpen(t.Status) && t.AssigneeId == from &&
                Assign(t),
            _ => throw new InvalidOperationException($"{command.Resource} cannot be reassigned."),
        };

        bool Assign(SalesTask task)
        {
            task.Assign(to, zone, now);
            return true;
        }
    }
}
