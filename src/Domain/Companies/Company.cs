namespace Crm.Domain.Companies;

/// <summary>A company. Companies form a tree by <see cref="ParentCompanyId"/>.</summary>
public sealed class Company : AggregateRoot, IDerived, IRestorable
{
    /// <summary>The maximum number of levels in the company tree.</summary>
    public const int MaxTreeDepth = 20;

    /// <summary>The earliest permitted year of foundation.</summary>
    public const int MinFoundedYear = 1000;

    private Company()
    {
    }

    private Company(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    public CompanyDetails Details { get; private set; } = new();
    public Guid? ParentCompanyId { get; private set; }
    public Guid? OwnerId { get; private set; }

    /// <summary>Updated by one statement with each activity. Does not raise the version and is not audited.</summary>
    public DateTimeOffset? LastActivityDate { get; private set; }
    public string NameFolded { get; private set; } = "";
    public string SearchText { get; private set; } = "";
    public string SearchAddresses { get; private set; } = "";

    public static Result<Company> Create(
        Guid id, CompanyDetails details, Guid? parentCompanyId, Guid? ownerId, DateTimeOffset createdAt, Zone zone, DateTimeOffset now)
    {
        var company = new Company(id, createdAt);
        var faults = new FieldFaults().CheckPast(nameof(CreatedAt), createdAt, now);
        if (company.Apply(details, parentCompanyId, ownerId, faults, zone.DayOf(now)).Error is { } error)
            return error;
        company.Raise(new CompanyCreated(id, company.Details.Name, ownerId, now));
        return company;
    }

    public Result Update(CompanyDetails details, Guid? parentCompanyId, Guid? ownerId, Zone zone, DateTimeOffset now)
    {
        var taken = Apply(details, parentCompanyId, ownerId, new FieldFaults(), zone.DayOf(now));
        if (taken.Error is null)
            Raise(new CompanyUpdated(Id, now));
        return taken;
    }

    /// <summary>Assigns the company to a user. Returns false if the user already owns it.</summary>
    public bool AssignTo(Guid ownerId, DateTimeOffset now)
    {
        if (ownerId == OwnerId)
            return false;
        OwnerId = ownerId;
        Raise(new CompanyUpdated(Id, now));
        return true;
    }

    /// <summary>Moves the company to the trash; its contacts stay.</summary>
    /// <param name="openDeals">The number of open deals (including on hold) of the company.</param>
    /// <param name="now">The current time.</param>
    public Result Delete(int openDeals, DateTimeOffset now)
    {
        if (openDeals > 0)
            return CompanyErrors.HasOpenDeals(openDeals);
        DeletedAt = now;
        Raise(new CompanyDeleted(Id, now));
        return Result.Ok;
    }

    /// <summary>Restores the company from the trash. A live company stays unchanged.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new CompanyRestored(Id, now));
    }

    /// <inheritdoc/>
    public void DeriveTexts(string? companyName)
    {
        NameFolded = Folding.Fold(Details.Name);
        SearchText = Folding.SearchText(Details.Name, Details.LegalName, Details.Dba, Details.City);
        SearchAddresses = Folding.SearchText(Details.Email, Details.Website);
    }

    private Result Apply(CompanyDetails details, Guid? parentCompanyId, Guid? ownerId, FieldFaults faults, DateOnly today)
    {
        if (faults.Check(CompanyDetails.Rules, details).Error is { } invalid)
            return invalid;
        // Another user's today may be later.
        if (details.FoundedYear > today.Year && details.FoundedYear != Details.FoundedYear)
            return CompanyErrors.FoundedInFuture(today.Year);
        if (parentCompanyId == Id)
            return CompanyErrors.TreeCycle;
        Details = details.Normalized();
        ParentCompanyId = parentCompanyId;
        OwnerId = ownerId;
        DeriveTexts(null);
        return Result.Ok;
    }
}
