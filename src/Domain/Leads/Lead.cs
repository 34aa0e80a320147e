namespace Crm.Domain.Leads;

/// <summary>A lead: a person who may become a customer.</summary>
public sealed class Lead : AggregateRoot, IDerived, IDeletable, IRestorable
{
    /// <summary>The fields that are read-only after the conversion: all except tags and notes.</summary>
    private static readonly (string Name, Func<LeadDetails, object?> Value)[] ReadOnlyFields =
    [
        ("firstName", d => d.FirstName), ("lastName", d => d.LastName), ("email", d => d.Email), ("phone", d => d.Phone),
        ("company", d => d.Company),
        ("jobTitle", d => d.JobTitle), ("website", d => d.Website), ("address", d => d.Address), ("city", d => d.City),
        ("state", d => d.State),
        ("zipCode", d => d.ZipCode), ("country", d => d.Country), ("source", d => d.Source), ("sourceDetails", d => d.SourceDetails),
        ("leadScore", d => d.LeadScore), ("doNotContact", d => d.DoNotContact), ("doNotEmail", d => d.DoNotEmail),
        ("doNotCall", d => d.DoNotCall),
    ];

    private Lead()
    {
    }

    private Lead(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    public LeadDetails Details { get; private set; } = new();
    public LeadStatus Status { get; private set; }
    public Guid? AssignedToId { get; private set; }
    public bool IsConverted { get; private set; }
    public DateTimeOffset? ConvertedAt { get; private set; }
    public Guid? ConvertedToContactId { get; private set; }
    public Guid? ConvertedToCompanyId { get; private set; }
    public Guid? ConvertedToDealId { get; private set; }

    /// <summary>The number of status changes, starting with 1 at creation.</summary>
    public int StatusSeq { get; private set; }

    /// <summary>Updated by one statement with each activity. Does not raise the version and is not audited.</summary>
    public DateTimeOffset? LastActivityDate { get; private set; }

    /// <summary>Last name, then first name, folded.</summary>
    public string NameFolded { get; private set; } = "";

    /// <summary>The company name, folded. Conversion finds the company by it.</summary>
    public string CompanyFolded { get; private set; } = "";
    public string SearchText { get; private set; } = "";
    public string SearchAddresses { get; private set; } = "";

    /// <param name="id">A UUIDv7.</param>
    /// <param name="details">The plain fields.</param>
    /// <param name="status">Any status except CONVERTED.</param>
    /// <param name="assignedToId">The assignee.</param>
    /// <param name="createdAt">The creation time: now, or an earlier time for an imported record.</param>
    /// <param name="by">The acting user.</param>
    /// <param name="now">The current time.</param>
    public static Result<Lead> Create(
        Guid id, LeadDetails details, LeadStatus status, Guid? assignedToId, DateTimeOffset createdAt, Guid by, DateTimeOffset now)
    {
        if (status == LeadStatus.Converted)
            return LeadErrors.CreatedConverted;
        if (new FieldFaults().Check(LeadDetails.Rules, details).CheckPast(nameof(CreatedAt), createdAt, now).Error is { } invalid)
            return invalid;
        var lead = new Lead(id, createdAt) { Status = status, StatusSeq = 1, AssignedToId = assignedToId };
        lead.Apply(details);
        lead.Raise(new LeadCreated(id, assignedToId, now));
        lead.Raise(new LeadStatusChanged(id, 1, null, status, by, createdAt, now));
        return lead;
    }

    /// <summary>Replaces the writable fields. The status changes as the state machine allows.</summary>
    public Result Update(LeadDetails details, LeadStatus status, Guid? assignedToId, Guid by, DateTimeOffset now)
    {
        if (FieldFaults.In(LeadDetails.Rules, details) is { } invalid)
            return invalid;
        if (LeadStatusMachine.Move(Status, status) is LeadStatusMove.No or LeadStatusMove.ByConversion)
            return LeadErrors.TransitionNotAllowed(Status, status);
        if (IsConverted && FirstSettled(details, assignedToId) is { } field)
            return LeadErrors.Converted(field);
        Apply(details);
        AssignedToId = assignedToId;
        Raise(new LeadUpdated(Id, now));
        Enter(status, by, now);
        return Result.Ok;
    }

    /// <summary>Assigns the lead to a user. Returns false if the user already owns it.</summary>
    public Result<bool> AssignTo(Guid userId, DateTimeOffset now)
    {
        if (userId == AssignedToId)
            return false;
        if (IsConverted)
            return LeadErrors.Converted("assignedToId");
        AssignedToId = userId;
        Raise(new LeadAssigned(Id, userId, now));
        return true;
    }

    /// <summary>Records the conversion.</summary>
    public Result Convert(Guid contactId, Guid? companyId, Guid? dealId, Guid by, DateTimeOffset now)
    {
        if (IsConverted)
            return LeadErrors.AlreadyConverted(ConvertedToContactId, ConvertedToCompanyId, ConvertedToDealId);
        IsConverted = true;
        ConvertedAt = now;
        ConvertedToContactId = contactId;
        ConvertedToCompanyId = companyId;
        ConvertedToDealId = dealId;
        Enter(LeadStatus.Converted, by, now);
        Raise(new LeadConverted(Id, contactId, companyId, dealId, by, now));
        return Result.Ok;
    }

    public void Delete(DateTimeOffset now)
    {
        DeletedAt = now;
        Raise(new LeadDeleted(Id, now));
    }

    /// <summary>Restores the lead from the trash. A live lead stays unchanged.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new LeadRestored(Id, now));
    }

    /// <inheritdoc/>
    public void DeriveTexts(string? companyName)
    {
        NameFolded = Folding.Fold($"{Details.LastName} {Details.FirstName}");
        CompanyFolded = Folding.Fold(Details.Company);
        SearchText = Folding.SearchText($"{Details.FirstName} {Details.LastName}", Details.Company, Details.JobTitle);
        SearchAddresses = Folding.SearchText(Details.Email);
    }

    private void Apply(LeadDetails details)
    {
        Details = details;
        DeriveTexts(null);
    }

    private void Enter(LeadStatus status, Guid by, DateTimeOffset now)
    {
        if (status == Status)
            return;
        var from = Status;
        Status = status;
        StatusSeq++;
        Raise(new LeadStatusChanged(Id, StatusSeq, from, status, by, now, now));
    }

    private string? FirstSettled(LeadDetails details, Guid? assignedToId) =>
        Array.Find(ReadOnlyFields, f => !Equals(f.Value(details), f.Value(Details))).Name ??
            (assignedToId == AssignedToId ? null : "assignedToId");
}
