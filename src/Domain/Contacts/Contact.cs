namespace Crm.Domain.Contacts;

/// <summary>A person.</summary>
public sealed class Contact : AggregateRoot, IDerived, IRestorable
{
    /// <summary>The maximum number of social profiles of a contact.</summary>
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

    /// <summary>Updated by one statement with each communication. Does not raise the version and is not audited.</summary>
    public DateTimeOffset? LastContactDate { get; private set; }

    /// <summary>Updated by one statement with each activity. Does not raise the version and is not audited.</summary>
    public DateTimeOffset? LastActivityDate { get; private set; }

    /// <summary>Last name, then first name, folded. Lists sort by it, and the search for duplicates compares it.</summary>
    public string NameFolded { get; private set; } = "";
    public string SearchText { get; private set; } = "";
    Guid? IDerived.SearchedCompanyId => CompanyId;
    public string SearchAddresses { get; private set; } = "";

    /// <summary>The digits of <see cref="ContactDetails.Phone"/>. The search for duplicates compares them.</summary>
    public string PhoneDigits { get; private set; } = "";
    public IReadOnlyList<SocialProfile> SocialProfiles => socialProfiles;

    /// <param name="id">A UUIDv7.</param>
    /// <param name="details">The plain fields.</param>
    /// <param name="company">The company's id and name, or null.</param>
    /// <param name="ownerId">The user who owns the contact.</param>
    /// <param name="createdAt">The creation time: now, or an earlier time for an imported record.</param>
    /// <param name="zone">The acting user's time zone, which determines today.</param>
    /// <param name="now">The current time.</param>
    public static Result<Contact> Create(
        Guid id, ContactDetails details, CompanyName? company, Guid? ownerId, DateTimeOffset createdAt, Zone zone, DateTimeOffset now)
    {
        var contact = new Contact(id, createdAt);
        var faults = new FieldFaults().CheckPast(nameof(CreatedAt), createdAt, now);
        if (contact.Apply(details, company, ownerId, faults, zone.DayOf(now)).Error is { } error)
            return error;
        contact.Raise(new ContactCreated(id, contact.CompanyId, ownerId, now));
        return contact;
    }

    public Result Update(ContactDetails details, CompanyName? company, Guid? ownerId, Zone zone, DateTimeOffset now)
    {
        var taken = Apply(details, company, ownerId, new FieldFaults(), zone.DayOf(now));
        if (taken.Error is null)
            Raise(new ContactUpdated(Id, now));
        return taken;
    }

    public Result<SocialProfile> AddSocialProfile(Guid profileId, SocialProfileDetails details, DateTimeOffset now)
    {
        var profile = SocialProfile.Create(profileId, Id, details, now, address => ClashOf(address, profileId));
        if (profile.Error is { } error)
            return error;
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
        if (profile.Change(details, now, address => ClashOf(address, profileId)).Error is { } error)
            return error;
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

    /// <summary>Assigns the contact to a user. Returns false if the user already owns it.</summary>
    public bool AssignTo(Guid ownerId, DateTimeOffset now)
    {
        if (ownerId == OwnerId)
            return false;
        OwnerId = ownerId;
        Raise(new ContactUpdated(Id, now));
        return true;
    }

    /// <summary>Moves the contact to the trash.</summary>
    /// <param name="openDeals">The number of open deals (including on hold) with this primary contact.</param>
    /// <param name="now">The current time.</param>
    public Result Delete(int openDeals, DateTimeOffset now)
    {
        if (openDeals > 0)
            return ContactErrors.HasOpenDeals(openDeals);
        DeletedAt = now;
        Raise(new ContactDeleted(Id, now));
        return Result.Ok;
    }

    /// <summary>Restores the contact from the trash. A live contact stays unchanged.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new ContactRestored(Id, now));
    }

    /// <inheritdoc/>
    public void DeriveTexts(string? companyName)
    {
        NameFolded = Folding.Fold($"{Details.LastName} {Details.FirstName}");
        PhoneDigits = new string([.. (Details.Phone ?? "").Where(char.IsAsciiDigit)]);
        SearchText = Folding.SearchText(
            $"{Details.FirstName} {Details.MiddleName} {Details.LastName}", Details.PreferredName, Details.JobTitle) +
            Folding.LinkedText(companyName);
        SearchAddresses = Folding.SearchText(Details.Email);
    }

    private Result Apply(ContactDetails details, CompanyName? company, Guid? ownerId, FieldFaults faults, DateOnly today)
    {
        if (faults.Check(ContactDetails.Rules, details).Error is { } invalid)
            return invalid;
        // Another user's today may be later.
        if (details.Birthday > today && details.Birthday != Details.Birthday)
            return ContactErrors.BornInFuture;
        Details = details;
        CompanyId = company?.Id;
        OwnerId = ownerId;
        DeriveTexts(company?.Name);
        return Result.Ok;
    }

    /// <summary>The error if another profile of the contact conflicts with this address.</summary>
    private Error? ClashOf(SocialAddress address, Guid profileId) =>
        socialProfiles.Where(p => p.Id != profileId).Select(p => p.ClashWith(address)).FirstOrDefault(e => e is not null);
}
