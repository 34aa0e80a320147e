using Crm.Domain.Common;

namespace Crm.Domain.Companies;

/// <summary>A piece of research about a company; a root of its own, since a company may have any number of them.</summary>
public sealed class CompanyResearch : AggregateRoot
{
    private CompanyResearch()
    {
    }

    private CompanyResearch(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    public Guid CompanyId { get; private set; }
    public CompanyResearchDetails Details { get; private set; } = new();
}
