using Crm.Domain.Contacts;

namespace Crm.Application.Contacts;

/// <summary>That a new contact may be one who is there already.</summary>
/// <param name="Code"><c>possible_duplicate_phone</c> or <c>possible_duplicate_name</c>.</param>
/// <param name="Message">What is the same.</param>
/// <param name="Field">The member that is.</param>
/// <param name="ContactIds">The contacts that the caller may see, the oldest first, at most 20.</param>
public sealed record DuplicateWarning(string Code, string Message, string Field, IReadOnlyList<Guid> ContactIds);

/// <summary>Finds contacts that may be the same person: of one phone number, or of one folded name in one company.</summary>
internal sealed class ContactDuplicates(IWriteDb db, ICurrentUser user) : IScopedService
{
    /// <summary>Fewer digits are an extension, which many share.</summary>
    public const int MinPhoneDigits = 5;

    /// <summary>Most contacts that are named of those which are alike.</summary>
    public const int MaxNamed = 20;

    /// <summary>What is like a contact that is not saved yet.</summary>
    public async Task<IReadOnlyList<DuplicateWarning>> FindAsync(Contact contact, CancellationToken ct)
    {
        var warnings = new List<DuplicateWarning>();
        if (contact.PhoneDigits.Length >= MinPhoneDigits &&
            await AskAsync($"c.phone_digits = {contact.PhoneDigits} and c.phone_digits <> ''", ct) is { Count: > 0 } samePhone)
            warnings.Add(new DuplicateWarning("possible_duplicate_phone", "A contact with this phone number exists.", "phone", samePhone));
        if (contact.CompanyId is not null &&
            await AskAsync($"c.name_folded = {contact.NameFolded} and c.company_id = {contact.CompanyId}", ct) is { Count: > 0 } sameName)
            warnings.Add(new DuplicateWarning("possible_duplicate_name", "A contact of this name exists in the company.", "lastName", sameName));
        return warnings;
    }

    private Task<IReadOnlyList<Guid>> AskAsync(SqlFragment isAlike, CancellationToken ct)
    {
        var scope = RecordScope.For(user.Required, Resource.Contacts, RightAction.Read, "c");
        return db.QueryAsync<Guid>(
            $"select c.id from contacts c where {isAlike} and c.deleted_at is null {scope} order by c.id limit {MaxNamed}", ct);
    }
}
