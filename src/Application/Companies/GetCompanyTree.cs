using Crm.Domain.Companies;

namespace Crm.Application.Companies;

/// <summary>Returns the complete tree of a company: its topmost parent and all companies below it.</summary>
[Requires(Resource.Companies, RightAction.Read)]
public sealed record GetCompanyTree(Guid Id) : IQuery<CompanyTree>;

/// <summary>A tree of companies, parents before their children, siblings by name.</summary>
/// <param name="Items">At most 1,000 companies.</param>
/// <param name="Truncated">Whether there are more.</param>
public sealed record CompanyTree(IReadOnlyList<CompanyTreeRow> Items, bool Truncated);

/// <summary>A company in a tree.</summary>
/// <param name="Level">1 for the topmost company.</param>
public sealed record CompanyTreeRow(Guid Id, string Name, Guid? ParentCompanyId, int Level, Guid? OwnerId, string? OwnerName);

internal sealed class GetCompanyTreeHandler(IReadDb db, ICurrentUser user) : IQueryHandler<GetCompanyTree, CompanyTree>
{
    private const int MaxRows = 1000;

    public async Task<Result<CompanyTree>> Handle(GetCompanyTree request, CancellationToken cancellationToken)
    {
        var scope = RecordScope.For(user.Required, Resource.Companies, RightAction.Read, "c");
        SqlFragment depth = $"{Company.MaxTreeDepth}";
        var rows = await db.QueryAsync<CompanyTreeRow>(
            $"""
            with recursive above (id, parent_company_id, level) as (
                select c.id, c.parent_company_id, 1 from companies c where c.id = {request.Id} and c.deleted_at is null {scope}
                union all
                select c.id, c.parent_company_id, a.level + 1 from companies c join above a on c.id = a.parent_company_id
                where c.deleted_at is null {scope} and a.level < {depth}),
            tree (id, name, parent_company_id, level, owner_id, path) as (
                select c.id, c.name, null::uuid, 1, c.owner_id, array[c.name_folded || c.id::text]
                from companies c where c.id = (select id from above order by level desc limit 1)
                union all
                select c.id, c.name, c.parent_company_id, t.level + 1, c.owner_id, t.path || (c.name_folded || c.id::text)
                from companies c join tree t on c.parent_company_id = t.id
                where c.deleted_at is null {scope} and t.level < {depth})
            select t.id, t.name, t.parent_company_id, t.level, t.owner_id, o.full_name as owner_name
            from tree t {new LinkedRecords(user.Required).Join<Company>("ownerId", "t", "o")}
            order by t.path limit {MaxRows + 1}
            """,
            cancellationToken);
        if (rows.Count == 0)
            return RecordCatalog.Of<Company>().NotFound;
        return new CompanyTree([.. rows.Take(MaxRows)], rows.Count > MaxRows);
    }
}
