using Crm.Domain.Companies;

namespace Crm.Application.Companies;

/// <summary>Finds companies for their own use cases and for those of related records.</summary>
internal sealed class CompanyAccess(RecordAuthorizer authorizer, IWriteDb db) : IScopedService
{
    /// <summary>A live, visible company that becomes a parent. Locks it against deletion until the transaction ends.</summary>
    public async Task<Result<CompanyName>> FindParentAsync(Guid id, string field, CancellationToken ct) =>
        await authorizer.ReadAsync<Company, string>(id, $"t.name", ct: ct) is { } name
            ? new CompanyName(id, name)
            : RecordCatalog.Of<Company>().NotFound.At(field);

    /// <summary>The company that a record already refers to. It may be in the trash or not visible to the caller.</summary>
    public async Task<Result<CompanyName>> FindCurrentAsync(Guid id, CancellationToken ct) => new CompanyName(
        id,
        // Locked, so that a concurrent rename waits and then finds this record by the name it was written with.
        (await db.QuerySingleOrDefaultAsync<string>($"select name from companies where id = {id} for share", ct))!);

    /// <summary>Whether the company can be placed below the parent: no cycle, and at most <see cref="Company.MaxTreeDepth"/>
    /// levels.</summary>
    public async Task<Error?> CheckTreeAsync(Guid companyId, Guid parentId, CancellationToken ct)
    {
        // Two concurrent changes could each be valid and together create a cycle.
        await db.ExecuteAsync($"select pg_advisory_xact_lock(hashtextextended('company-tree', 0))", ct);
        var above = await db.QueryAsync<Guid>(
            $"""
            with recursive above (id, parent_company_id, level) as (
                select id, parent_company_id, 1 from companies where id = {parentId}
                union all
                select c.id, c.parent_company_id, a.level + 1 from companies c join above a on c.id = a.parent_company_id
                where a.level <= {Company.MaxTreeDepth})
            select id from above
            """,
            ct);
        if (above.Contains(companyId))
            return CompanyErrors.TreeCycle;
        var below = await db.QuerySingleOrDefaultAsync<int>(
            $"""
            with recursive below (id, level) as (
                select id, 1 from companies where id = {companyId}
                union all
                select c.id, b.level + 1 from companies c join below b on c.parent_company_id = b.id
                where b.level <= {Company.MaxTreeDepth})
            select coalesce(max(level), 1) from below
            """,
            ct);
        return above.Count + below > Company.MaxTreeDepth ? CompanyErrors.TreeTooDeep : null;
    }
}
