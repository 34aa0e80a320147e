using System.Globalization;
using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

/// <summary>Lists groups of visible contacts that may be the same person: by phone number first, then by name.</summary>
/// <param name="Reason">Only groups with this reason: PHONE or NAME.</param>
/// <param name="Limit">The maximum number of groups of a page, from 1 to 200. Default: 50.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the previous page. Valid for the same reason only.</param>
[Requires(Resource.Contacts, RightAction.Read)]
public sealed record ListContactDuplicates(
    [property: DocumentedAs(typeof(DuplicateReason))] string? Reason, [property: DocumentedAs(typeof(int))] string? Limit, string? Cursor)
    : IQuery<Page<DuplicateGroup>>;

/// <summary>Why contacts are possible duplicates.</summary>
public enum DuplicateReason
{
    /// <summary>The same digits of the phone number.</summary>
    Phone,

    /// <summary>The same folded name in one company.</summary>
    Name,
}

/// <summary>Contacts that may be the same person.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">The number of contacts in the group.</param>
/// <param name="Contacts">The oldest contacts, at most 20.</param>
public sealed record DuplicateGroup(EnumText<DuplicateReason> Reason, long Count, IReadOnlyList<DuplicateContact> Contacts);

/// <summary>A contact that may be the same person as others of the group.</summary>
public sealed record DuplicateContact(
    Guid Id, string FirstName, string LastName, string? Email, string? Phone, Guid? CompanyId, string? CompanyName, Guid? OwnerId,
    string? OwnerName, DateTimeOffset CreatedAt);

internal sealed class ListContactDuplicatesHandler(IReadDb db, ICurrentUser user, CursorCodec cursors)
    : IQueryHandler<ListContactDuplicates, Page<DuplicateGroup>>
{
    // Reads an index in the order of the groups, so that the scan ends with the page. Rows between two groups are skipped.
    private static SqlFragment PhoneSql(string after, int take, ScopeFilter scope, LinkedRecords links) => $"""
        with groups as materialized (
            select c.phone_digits, count(*) as n from contacts c
            where c.deleted_at is null and c.phone_digits <> '' and length(c.phone_digits) >= {ContactDuplicates.MinPhoneDigits}
                and c.phone_digits > {after} {scope}
            group by c.phone_digits having count(*) > 1 order by c.phone_digits limit {take})
        select g.phone_digits as group_key, null::uuid as group_company, g.n as count, x.*
        from groups g cross join lateral (
            select c.id, c.first_name, c.last_name, c.email, c.phone, c.company_id, m.name as company_name, c.owner_id,
                o.full_name as owner_name, c.created_at
            from contacts c {links.Join<Contact>("companyId", "c", "m")} {links.Join<Contact>("ownerId", "c", "o")}
            where c.phone_digits = g.phone_digits and c.phone_digits <> '' and c.deleted_at is null {scope}
            order by c.id limit {ContactDuplicates.MaxNamed}) x
        order by g.phone_digits, x.id
        """;

    private static SqlFragment NameSql(string after, Guid afterCompany, int take, ScopeFilter scope, LinkedRecords links) => $"""
        with groups as materialized (
            select c.name_folded, c.company_id, count(*) as n from contacts c
            where c.deleted_at is null and c.company_id is not null and (c.name_folded, c.company_id) > ({after}, {afterCompany}) {scope}
            group by c.name_folded, c.company_id having count(*) > 1 order by c.name_folded, c.company_id limit {take})
        select g.name_folded as group_key, g.company_id as group_company, g.n as count, x.*
        from groups g cross join lateral (
            select c.id, c.first_name, c.last_name, c.email, c.phone, c.company_id, m.name as company_name, c.owner_id,
                o.full_name as owner_name, c.created_at
            from contacts c {links.Join<Contact>("companyId", "c", "m")} {links.Join<Contact>("ownerId", "c", "o")}
            where c.name_folded = g.name_folded and c.company_id = g.company_id and c.deleted_at is null {scope}
            order by c.id limit {ContactDuplicates.MaxNamed}) x
        order by g.name_folded, g.company_id, x.id
        """;

    private sealed record Row(
        string GroupKey,
        Guid? GroupCompany,
        long Count,
        Guid Id,
        string FirstName,
        string LastName,
        string? Email,
        string? Phone,
        Guid? CompanyId,
        string? CompanyName,
        Guid? OwnerId,
        string? OwnerName,
        DateTimeOffset CreatedAt);

    /// <summary>A group with its keys for keyset pagination.</summary>
    private sealed record Found(DuplicateGroup Group, string Key, Guid? Company);

    public async Task<Result<Page<DuplicateGroup>>> Handle(ListContactDuplicates request, CancellationToken cancellationToken)
    {
        DuplicateReason? only = null;
        if (request.Reason is { } text)
        {
            if (!EnumText<DuplicateReason>.TryParse(text, out var named))
                return ListErrors.InvalidValue(
                    "reason", $"'{TextRules.Printable(text)}' is not one of its values; " +
                        $"{Suggestions.For(text, EnumText<DuplicateReason>.Names)}");
            only = named;
        }

        var limit = ListSpec.DefaultLimit;
        if (request.Limit is { } number &&
            (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > ListSpec.MaxLimit))
            return ListErrors.InvalidValue("limit", $"must be a whole number from 1 to {ListSpec.MaxLimit}.");
        var fingerprint = $"duplicates {only} {user.Required.UserId}";
        var (reason, after, afterCompany) = (only ?? DuplicateReason.Phone, "", Guid.Empty);
        if (request.Cursor is { } cursor)
        {
            var position = cursors.Decode(cursor, fingerprint);
            if (position.Error is { } bad)
                return bad;
            afterCompany = Guid.TryParse(position.Value.Key, out var company) ? company : Guid.Empty;
            reason = position.Value.Key is null ? DuplicateReason.Phone : DuplicateReason.Name;
            after = position.Value.Tie;
        }

        var scope = RecordScope.For(user.Required, Resource.Contacts, RightAction.Read, "c");
        var links = new LinkedRecords(user.Required);
        var found = new List<Found>();
        if (reason == DuplicateReason.Phone)
        {
            found.AddRange(await ReadAsync(PhoneSql(after, limit + 1, scope, links), DuplicateReason.Phone, cancellationToken));
            (after, afterCompany) = ("", Guid.Empty);
        }

        if (found.Count <= limit && only != DuplicateReason.Phone)
        {
            var rest = limit + 1 - found.Count;
            found.AddRange(await ReadAsync(NameSql(after, afterCompany, rest, scope, links), DuplicateReason.Name, cancellationToken));
        }

        var items = found.Take(limit).ToList();
        var next = found.Count > limit ? cursors.Encode(fingerprint, items[^1].Company?.ToString(), items[^1].Key) : null;
        return new Page<DuplicateGroup>([.. items.Select(i => i.Group)], next);
    }

    private async Task<IEnumerable<Found>> ReadAsync(SqlFragment sql, DuplicateReason reason, CancellationToken ct)
    {
        var rows = await db.QueryAsync<Row>(sql, ct);
        return rows.GroupBy(r => (r.GroupKey, r.GroupCompany)).Select(g => new Found(
            new DuplicateGroup(reason, g.First().Count, [.. g.Select(ContactOf)]), g.Key.GroupKey, g.Key.GroupCompany));
    }

    private static DuplicateContact ContactOf(Row row) => new(
        row.Id, row.FirstName, row.LastName, row.Email, row.Phone, row.CompanyId, row.CompanyName, row.OwnerId, row.OwnerName,
        row.CreatedAt);
}
