namespace Crm.Domain.Companies;

/// <summary>A piece of research about a company. An aggregate of its own, because a company can have any number of them.</summary>
public sealed class CompanyResearch : AggregateRoot, IDeletable, IRestorable, IChildAggregate
{
    private CompanyResearch()
    {
    }

    private CompanyResearch(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    public Guid CompanyId { get; private set; }

    Guid IChildAggregate.ParentId => CompanyId;
    public CompanyResearchDetails Details { get; private set; } = new();

    public static Result<CompanyResearch> Create(Guid id, Guid companyId, CompanyResearchDetails details, DateTimeOffset now)
    {
        if (FieldFaults.In(CompanyResearchDetails.Rules, details) is { } invalid)
            return invalid;
        var research = new CompanyResearch(id, now) { CompanyId = companyId, Details = details };
        research.Raise(new CompanyResearchCreated(id, companyId, now));
        return research;
    }

    public Result Update(CompanyResearchDetails details, DateTimeOffset now)
    {
        if (FieldFaults.In(CompanyResearchDetails.Rules, details) is { } invalid)
            return invalid;
        Details = details;
        Raise(new CompanyResearchUpdated(Id, now));
        return Result.Ok;
    }

    public void Delete(DateTimeOffset now)
    {
        DeletedAt = now;
        Raise(new CompanyResearchDeleted(Id, now));
    }

    /// <summary>Restores the research from the trash. Live research stays unchanged.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new CompanyResearchRestored(Id, now));
    }
}
