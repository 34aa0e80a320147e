namespace Crm.Domain.Contacts;

/// <summary>A person.</summary>
public sealed class Contact : AggregateRoot, IRestorable
{
    /// <summary>How many social profiles a contact takes.</summary>
    public const int MaxSocialProfiles = 50;

    private readonly List<SocialProfile> socialProfiles = [];

    private Contact()
    {
    }

    private Contact(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    public ContactDetails Details { get; private set; } = new();
    public Guid? CompanyId { get; private set; }
    public Guid? OwnerId { get; private set; }

    /// <summary>Moves forward with each communication; kept by one statement, outside version and audit.</summary>
    public DateTimeOffset? LastContactDate { get; private set; }

    /// <summary>Moves forward with each activity; kept by one statement, outside version and audit.</summary>
    public DateTimeOffset? LastActivityDate { get; private set; }

    /// <summary>Last name, then first name, folded: the order of a list by name, and what sameness of names goes by.</summary>
    public string NameFolded { get; private set; } = "";
    public string SearchText { get; private set; } = "";

    /// <summary>The digits of <see cref="ContactDetails.Phone"/>: what sameness of phone numbers goes by.</summary>
    public string PhoneDigits { get; private set; } = "";
    public IReadOnlyList<SocialProfile> SocialProfiles => socialProfiles;

    /// <param name="id">A UUIDv7.</param>
    /// <param name="details">The plain fields.</param>
    /// <param name="company">The company's id and name, or null.</param>
    /// <param name="ownerId">The user who owns the contact.</param>
    /// <param name="createdAt">Now, or an earlier moment where the caller imports.</param>
    /// <param name="now">The present moment.</param>
    public static Result<Contact> Create(
        Guid id, ContactDetails details, CompanyName? company, Guid? ownerId, DateTimeOffset createdAt, DateTimeOffset now)
    {
        var contact = new Contact(id, createdAt);
        if (contact.Update(details, company, ownerId, now).Error is { } error)
            return error;
        contact.ClearEvents();
        contact.Raise(new ContactCreated(id, contact.CompanyId, ownerId, now));
        return contact;
    }

    public Result Update(ContactDetails details, CompanyName? company, Guid? ownerId, DateTimeOffset now)
    {
        if (details.Birthday > DateOnly.FromDateTime(now.UtcDateTime))
            return ContactErrors.BornInFuture;
        Details = details.Normalized();
        CompanyId = company?.Id;
        OwnerId = ownerId;
        NameFolded = Folding.Fold($"{Details.LastName} {Details.FirstName}");
        PhoneDigits = new string([.. (Details.Phone ?? "").Where(char.IsAsciiDigit)]);
        SearchText = Folding.SearchText(
            $"{Details.FirstName} {Details.MiddleName} {Details.LastName}", Details.PreferredName, Details.Email, Details.JobTitle, company?.Name);
        Raise(new ContactUpdated(Id, now));
        return Result.Ok;
    }

    public Result<SocialProfile> AddSocialProfile(Guid profileId, SocialProfileDetails details, DateTimeOffset now)
    {
        var profile = SocialProfile.Create(profileId, Id, details, now);
        if (profile.Error is { } error)
            return error;
        if (ClashOf(profile.Value) is { } clash)
            return clash;
        if (socialProfiles.Count >= MaxSocialProfiles)
            return SocialProfileErrors.TooMany;
        socialProfiles.Add(profile.Value);
        Raise(new ContactUpdated(Id, now));
        return profile.Value;
    }

    public Result ChangeSocialProfile(Guid profileId, SocialProfileDetails details, DateTimeOffset now)
    {
        if (socialProfiles.Find(p => p.Id == profileId) is not { } profile)
            return SocialProfileErrors.NotFound;
        if (profile.Change(details).Error is { } error)
            return error;
        if (ClashOf(profile) is { } clash)
            return clash;
        Raise(new ContactUpdated(Id, now));
        return Result.Ok;
    }

    public Result RemoveSocialProfile(Guid profileId, DateTimeOffset now)
    {
        if (socialProfiles.RemoveAll(p => p.Id == profileId) == 0)
            return SocialProfileErrors.NotFound;
        Raise(new ContactUpdated(Id, now));
        return Result.Ok;
    }

    private Error? ClashOf(SocialProfile profile) =>
        socialProfiles.Where(p => p.Id != profile.Id).Select(profile.ClashWith).FirstOrDefault(e => e is not null);

    /// <summary>Gives the contact to a user; false where it is theirs already.</summary>
    public bool AssignTo(Guid ownerId, DateTimeOffset now)
    {
        if (ownerId == OwnerId)
            return false;
        OwnerId = ownerId;
        Raise(new ContactUpdated(Id, now));
        return true;
    }

    /// <summary>Moves the contact to the trash.</summary>
    /// <param name="openDeals">How many open deals (on hold included) have it as primary contact.</param>
    /// <param name="now">The present moment.</param>
    public Result Delete(int openDeals, DateTimeOffset now)
    {
        if (openDeals > 0)
            return ContactErrors.HasOpenDeals(openDeals);
        DeletedAt = now;
        Raise(new ContactDeleted(Id, now));
        return Result.Ok;
    }

    /// <summary>Brings the contact back as it was; a live one stays as it is.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new ContactRestored(Id, now));
    }
}
