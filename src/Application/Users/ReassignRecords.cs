using System.Text.Json.Serialization;
using Crm.Domain.Users;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Application.Users;

/// <summary>
/// Reassigns all open records of a user to another user: companies, contacts, open deals, leads that are not converted, open
/// tasks. Each batch of 500 is a separate transaction. If a request fails, the next one reassigns the remaining records.
/// </summary>
[Requires(Resource.Users, RightAction.Update)]
public sealed record ReassignRecords : ICommand<ReassignedRecords>
{
    [JsonIgnore]
    public Guid UserId { get; init; }

    /// <summary>The new owner; another active user.</summary>
    public Guid ToUserId { get; init; }
}

/// <summary>The number of records with a new owner or assignee.</summary>
public sealed record ReassignedRecords(int Companies, int Contacts, int Deals, int Leads, int Tasks, int Total);

internal sealed class ReassignRecordsValidator : AbstractValidator<ReassignRecords>
{
    public ReassignRecordsValidator() => RuleFor(r => r.ToUserId).NotEmpty().WithMessage("is required.");
}

internal sealed class ReassignRecordsHandler(
    RecordAuthorizer authorizer, ActiveUsers users, OpenRecords records, IServiceScopeFactory scopes, ICurrentUser caller,
    IRequestContext request, IWriteDb db)
    : ICommandHandler<ReassignRecords, ReassignedRecords>
{
    public async Task<Result<Reply<ReassignedRecords>>> HandleAsync(ReassignRecords command, CancellationToken ct)
    {
        // Both users' rows have shared locks only: a transaction that assigns a record to one of them holds the record and must not wait
        // for this one.
        if (await authorizer.CheckParentAsync<User>(command.UserId, RightAction.Update, ct) is { } error)
            return error;
        var version = await db.QuerySingleOrDefaultAsync<long>($"select version from users where id = {command.UserId}", ct);
        if (request.ExpectedVersions is { } versions && !versions.Contains(version))
            return CommonErrors.VersionChanged;
        if (command.ToUserId == command.UserId)
            return UserErrors.ReassignToSelf;
        if (await users.CheckAsync(command.ToUserId, "toUserId", ct) is { } unfit)
            return unfit;
        var open = await records.CountAsync(command.UserId, ct);
        foreach (var (resource, count) in open)
        {
            if (count > 0 && caller.Required.ScopeOf(resource, RightAction.Assign) != Scope.All)
                return CommonErrors.AssignMissing(resource);
        }

        var moved = new Dictionary<Resource, int>();
        foreach (var resource in open.Keys)
        {
            var result = await MoveAsync(resource, command, ct);
            if (result.Error is { } failed)
                return failed;
            moved[resource] = result.Value;
        }

        return Reply.Value(new ReassignedRecords(
            moved[Resource.Companies], moved[Resource.Contacts], moved[Resource.Deals], moved[Resource.Leads], moved[Resource.Tasks],
            moved.Values.Sum()));
    }

    private async Task<Result<int>> MoveAsync(Resource resource, ReassignRecords command, CancellationToken ct)
    {
        var moved = 0;
        while (true)
        {
            // A new service scope, and with it a new unit of work.
            var scope = scopes.CreateAsyncScope();
            await using (scope)
            {
                var batch = new ReassignBatch(resource, command.UserId, command.ToUserId);
                var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(batch, ct);
                if (result.Error is { } error)
                    return error;
                var done = ((Reply<ReassignBatch.Done>)result.Value.Reply!).Content!;
                moved += done.Moved;
                if (done.Found < ReassignBatch.Size || done.Moved == 0)
                    return moved;
            }
        }
    }
}
