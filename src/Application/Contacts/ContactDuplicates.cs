using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

/// <summary>A warning that a new contact may be a duplicate.</summary>
/// <param name="Code"><c>possible_duplicate_phone</c> or <c>possible_duplicate_name</c>.</param>
/// <param name="Message">Which value is equal.</param>
/// <param name="Field">The member with the equal value.</param>
/// <param name="ContactIds">The contacts that the caller can see, the oldest first, at most 20.</param>
public sealed record DuplicateWarning(string Code, string Message, string Field, IReadOnlyList<Guid> ContactIds);

/// <summary>Finds possible duplicates: contacts with the same phone number, or the same folded name in one company.</summary>
internal sealed class ContactDuplicates(IWriteDb db, ICurrentUser user) : IScopedService
{
    /// <summary>Shorter numbers are extensions, which many contacts share.</summary>
    public const int MinPhoneDigits = 5;

    /// <summary>The maximum number of contacts in a warning.</summary>
    public const int MaxNamed = 20;

    /// <summary>Finds the possible duplicates of a contact that is not saved yet.</summary>
    public async Task<IReadOnlyList<DuplicateWarning>> FindAsync(Contact contact, CancellationToken ct)
    {
        var warnings = new List<DuplicateWarning>();
        if (contact.PhoneDigits.Length >= MinPhoneDigits &&
            await FindIdsAsync($"c.phone_digits = {contact.PhoneDigits} and c.phone_digits <> ''", ct) is { Count: > 0 } samePhone)
            warnings.Add(new DuplicateWarning("possible_duplicate_phone", "A contact with this phone number exists.", "phone", samePhone));
        if (contact.CompanyId is not null &&
            await FindIdsAsync($"c.name_folded = {contact.NameFolded} and c.company_id = {contact.CompanyId}",
                ct) is { Count: > 0 } sameName)
            warnings.Add(new DuplicateWarning(
                "possible_duplicate_name", "A contact of this name exists in the company.", "lastName", sameName));
        return warnings;
    }

    private Task<IReadOnlyList<Guid>> FindIdsAsync(SqlFragment isAlike, CancellationToken ct)
    {
        var scope = RecordScope.For(user.Required, Resource.Contacts, RightAction.Read, "c");
        return db.QueryAsync<Guid>(
            $"select c.id from contacts c where {isAlike} and c.deleted_at is null {scope} order by c.id limit {MaxNamed}", ct);
    }
}
