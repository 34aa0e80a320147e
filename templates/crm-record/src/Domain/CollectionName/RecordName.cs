namespace Crm.Domain.CollectionName;

/// <summary>A record words.</summary>
public sealed class RecordName : AggregateRoot, IDerived, IDeletable, IRestorable
{
    private RecordName()
    {
    }

    private RecordName(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    /// <summary>What its members may hold.</summary>
    public static FieldRules<RecordName> Rules { get; } = FieldRules.For<RecordName>(f =>
    {
        f.Name(r => r.Title);
        f.Text(r => r.Description);
    });

    public string Title { get; private set; } = "";
    public string? Description { get; private set; }
    public Guid? OwnerId { get; private set; }
    public string SearchText { get; private set; } = "";

    public static Result<RecordName> Create(Guid id, string title, string? description, Guid? ownerId, DateTimeOffset now)
    {
        var created = new RecordName(id, now);
        if (created.Take(title, description, ownerId).Error is { } error)
            return error;
        created.Raise(new RecordNameCreated(id, now));
        return created;
    }

    public Result Update(string title, string? description, Guid? ownerId, DateTimeOffset now)
    {
        var taken = Take(title, description, ownerId);
        if (taken.Error is null)
            Raise(new RecordNameUpdated(Id, now));
        return taken;
    }

    public void Delete(DateTimeOffset now)
    {
        DeletedAt = now;
        Raise(new RecordNameDeleted(Id, now));
    }

    /// <summary>Restores the record from the trash; a live one does not change.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new RecordNameRestored(Id, now));
    }

    /// <inheritdoc/>
    public void DeriveTexts(string? companyName) => SearchText = Folding.SearchText(Title, Description);

    private Result Take(string title, string? description, Guid? ownerId)
    {
        if (new FieldFaults().Check(Rules, nameof(Title), title).Check(Rules, nameof(Description), description).Error is { } invalid)
            return invalid;
        (Title, Description, OwnerId) = (title, description, ownerId);
        DeriveTexts(null);
        return Result.Ok;
    }
}
