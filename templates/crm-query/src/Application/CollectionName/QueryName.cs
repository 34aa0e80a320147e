using Crm.Domain.CollectionName;

namespace Crm.Application.CollectionName;

[Requires(Resource.ResourceName, RightAction.Read)]
public sealed record QueryName(Guid Id) : IQuery<QueryNameResult>;

/// <summary>What the query returns.</summary>
/// <param name="Id">The record.</param>
/// <param name="AgeInDays">Full days since its creation.</param>
public sealed record QueryNameResult(Guid Id, int AgeInDays);

internal sealed class QueryNameHandler(IReadDb db, ICurrentUser user, IClock clock) : IQueryHandler<QueryName, QueryNameResult>
{
    public async Task<Result<QueryNameResult>> Handle(QueryName request, CancellationToken cancellationToken)
    {
        var scope = RecordScope.For(user.Required, Resource.ResourceName, RightAction.Read, "t");
        var row = await db.QuerySingleOrDefaultAsync<QueryNameResult>(
            $"""
            select t.id, extract(day from {clock.Now} - t.created_at)::int as age_in_days
            from table_name t
            where t.id = {request.Id} and t.deleted_at is null {scope}
            """,
            cancellationToken);
        return row is null ? RecordCatalog.Of<RecordName>().NotFound : row;
    }
}
