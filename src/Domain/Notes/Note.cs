namespace Crm.Domain.Notes;

/// <summary>A note about a contact, a deal, a company or a lead.</summary>
public sealed class Note : AggregateRoot, IDerived, IDeletable, IRestorable
{
    private Note()
    {
    }

    private Note(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    public NoteDetails Details { get; private set; } = new();
    public Guid CreatorId { get; private set; }
    public Guid? ContactId { get; private set; }
    public Guid? DealId { get; private set; }
    public Guid? CompanyId { get; private set; }
    public Guid? LeadId { get; private set; }
    public string SearchText { get; private set; } = "";

    /// <summary>The subjects.</summary>
    public ActivityLinks Links => new(ContactId, DealId, CompanyId, LeadId);

    /// <param name="id">A UUIDv7.</param>
    /// <param name="details">The plain fields.</param>
    /// <param name="links">The subjects.</param>
    /// <param name="creatorId">The acting user.</param>
    /// <param name="createdAt">The creation time: now, or an earlier time for an imported record.</param>
    /// <param name="now">The current time.</param>
    public static Result<Note> Create(
        Guid id, NoteDetails details, ActivityLinks links, Guid creatorId, DateTimeOffset createdAt, DateTimeOffset now)
    {
        if (new FieldFaults().Check(NoteDetails.Rules, details).CheckPast(nameof(CreatedAt), createdAt, now).Error is { } invalid)
            return invalid;
        var note = new Note(id, createdAt) { CreatorId = creatorId };
        note.Apply(details, links);
        note.Raise(new NoteCreated(id, links, createdAt, now));
        return note;
    }

    public Result Update(NoteDetails details, ActivityLinks links, DateTimeOffset now)
    {
        if (FieldFaults.In(NoteDetails.Rules, details) is { } invalid)
            return invalid;
        Apply(details, links);
        Raise(new NoteUpdated(Id, now));
        return Result.Ok;
    }

    /// <summary>Adds the contact and the deal of the converted lead as subjects, unless others are set.</summary>
    public void LinkTo(Guid contactId, Guid? dealId, DateTimeOffset now)
    {
        ContactId ??= contactId;
        DealId ??= dealId;
        Raise(new NoteUpdated(Id, now));
    }

    public void Delete(DateTimeOffset now)
    {
        DeletedAt = now;
        Raise(new NoteDeleted(Id, now));
    }

    /// <summary>Restores the note from the trash. A live note stays unchanged.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new NoteRestored(Id, now));
    }

    /// <inheritdoc/>
    public void DeriveTexts(string? companyName) => SearchText = Folding.SearchText(Details.Title, Details.Content);

    private void Apply(NoteDetails details, ActivityLinks links)
    {
        (ContactId, DealId, CompanyId, LeadId) = links;
        Details = details;
        DeriveTexts(null);
    }
}
