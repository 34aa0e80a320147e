namespace Crm.Domain.Deals;

/// <summary>A sales opportunity: a value that goes through the stages of <see cref="DealStageMachine"/>.</summary>
public sealed class Deal : AggregateRoot, IDeletable, IRestorable
{
    /// <summary>How many product lines a deal takes.</summary>
    public const int MaxProducts = 200;

    private readonly List<DealProduct> products = [];

    private Deal()
    {
    }

    private Deal(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }
    /// <summary>What its members may hold.</summary>
    public static FieldRules<Deal> Rules { get; } = FieldRules.For<Deal>(f =>
    {
        f.Required(d => d.CompanyId);
        f.Money(d => d.Value);
        f.Percent(d => d.Probability);
        f.Text(d => d.CloseReason);
        f.Text(d => d.LossReason);
    });


    public DealDetails Details { get; private set; } = new();
    public decimal Value { get; private set; }
    public ValueSource ValueSource { get; private set; }

    /// <summary>Percent, 0..100.</summary>
    public int Probability { get; private set; }
    public DealStage Stage { get; private set; }

    /// <summary>When the deal entered its present stage.</summary>
    public DateTimeOffset StageEnteredAt { get; private set; }

    /// <summary>How many rows its stage history has; the last row's sequence number.</summary>
    public int StageSeq { get; private set; }
    public DateOnly? ActualCloseDate { get; private set; }
    public string? CloseReason { get; private set; }
    public string? LossReason { get; private set; }

    /// <summary>Still open: in any stage but the two closed ones, and not in the trash.</summary>
    public bool IsActive { get; private set; }
    public Guid CompanyId { get; private set; }
    public Guid? PrimaryContactId { get; private set; }
    public Guid OwnerId { get; private set; }
    public string TitleFolded { get; private set; } = "";
    public string SearchText { get; private set; } = "";
    public IReadOnlyList<DealProduct> Products => products;

    /// <param name="id">A UUIDv7.</param>
    /// <param name="terms">Fields, value, probability and the records it belongs to.</param>
    /// <param name="stage">Any open stage or on hold.</param>
    /// <param name="createdAt">Now, or an earlier moment where the caller imports.</param>
    /// <param name="by">The acting user.</param>
    /// <param name="now">The present moment.</param>
    public static Result<Deal> Create(Guid id, DealInput terms, DealStage stage, DateTimeOffset createdAt, Guid by, DateTimeOffset now)
    {
        if (DealStageMachine.IsClosed(stage))
            return DealErrors.CreatedClosed;
        var deal = new Deal(id, createdAt)
        {
            Stage = stage,
            StageEnteredAt = createdAt,
            StageSeq = 1,
            IsActive = true,
            Probability = DealStageMachine.DefaultProbability(stage) ?? 0,
        };
        if (deal.Take(terms, new FieldFaults().CheckPast(nameof(CreatedAt), createdAt, now)).Error is { } error)
            return error;
        deal.Raise(new DealCreated(id, terms.Company.Id, terms.OwnerId, stage, now));
        deal.Raise(new DealStageChanged(id, 1, null, stage, null, by, createdAt, now));
        return deal;
    }

    /// <summary>Replaces what a user may write. An absent value is 0 (or stays the sum of the lines), an absent probability the stage's default.</summary>
    public Result Update(DealInput terms, DateTimeOffset now)
    {
        var taken = Take(terms, new FieldFaults());
        if (taken.Error is null)
            Raise(new DealUpdated(Id, now));
        return taken;
    }

    /// <summary>Moves the deal to another stage, as the stage machine allows; the same stage again changes nothing.</summary>
    public Result ChangeStage(StageChange change, Guid by, DateTimeOffset now)
    {
        if (new FieldFaults().Check(StageChange.Rules, change).CheckPast(nameof(change.At), change.At, now).Error is { } invalid)
            return invalid;
        var move = DealStageMachine.Move(Stage, change.Stage);
        if (move == DealStageMove.Stay)
            return Result.Ok;
        if (move == DealStageMove.No)
            return DealErrors.TransitionNotAllowed(Stage, change.Stage);
        if (move == DealStageMove.NeedsLossReason && string.IsNullOrWhiteSpace(change.LossReason))
            return DealErrors.LossReasonMissing;
        if (move == DealStageMove.NeedsReason && string.IsNullOrWhiteSpace(change.Reason))
            return DealErrors.ReasonMissing;
        var closing = DealStageMachine.IsClosed(change.Stage);
        if (!closing && (change.ActualCloseDate ?? change.CloseReason as object ?? change.LossReason) is not null)
            return DealErrors.ClosingFieldsOnOpenStage;
        if (change.Stage == DealStage.ClosedWon && change.LossReason is not null)
            return DealErrors.LossReasonOnWin;
        var at = change.At ?? now;
        if (change.At is not null && at < StageEnteredAt)
            return DealErrors.BeforeLastMove(StageEnteredAt);
        // A clock that stepped back must not turn the history round.
        at = at < StageEnteredAt ? StageEnteredAt : at;

        if (closing)
        {
            var date = change.ActualCloseDate ?? DateOnly.FromDateTime(at.UtcDateTime);
            if (change.ActualCloseDate > DateOnly.FromDateTime(now.UtcDateTime))
                return DealErrors.InFuture("actualCloseDate");
            if (date < DateOnly.FromDateTime(CreatedAt.UtcDateTime))
                return DealErrors.ClosedBeforeCreation;
            ActualCloseDate = date;
            CloseReason = change.CloseReason;
            LossReason = change.LossReason;
        }
        else
        {
            ActualCloseDate = null;
            CloseReason = null;
            LossReason = null;
        }

        var from = Stage;
        Stage = change.Stage;
        IsActive = !closing;
        Probability = DealStageMachine.DefaultProbability(change.Stage) ?? Probability;
        StageEnteredAt = at;
        StageSeq++;
        Raise(new DealStageChanged(Id, StageSeq, from, Stage, change.Reason, by, at, now));
        return Result.Ok;
    }

    public Result<DealProduct> AddProduct(Guid lineId, DealProductDetails details, DateTimeOffset now)
    {
        if (DealStageMachine.IsClosed(Stage))
            return DealErrors.Closed("products");
        if (products.Count >= MaxProducts)
            return DealErrors.TooManyProducts;
        if (CheckLine(details, null) is { } error)
            return error;
        var line = new DealProduct(lineId, Id, details, now);
        products.Add(line);
        TakeValueFromProducts(now);
        return line;
    }

    public Result ChangeProduct(Guid lineId, DealProductDetails details, DateTimeOffset now)
    {
        if (products.Find(p => p.Id == lineId) is not { } line)
            return DealErrors.ProductNotFound;
        if (DealStageMachine.IsClosed(Stage))
            return DealErrors.Closed("products");
        if (CheckLine(details, line) is { } error)
            return error;
        line.Change(details);
        TakeValueFromProducts(now);
        return Result.Ok;
    }

    /// <summary>Removes a line; when the last one goes, the value stays and is typed by hand again.</summary>
    public Result RemoveProduct(Guid lineId, DateTimeOffset now)
    {
        if (products.Find(p => p.Id == lineId) is not { } line)
            return DealErrors.ProductNotFound;
        if (DealStageMachine.IsClosed(Stage))
            return DealErrors.Closed("products");
        products.Remove(line);
        TakeValueFromProducts(now);
        return Result.Ok;
    }

    /// <summary>Gives the deal to a user, whatever its stage; false where it is theirs already.</summary>
    public bool AssignTo(Guid ownerId, DateTimeOffset now)
    {
        if (ownerId == OwnerId)
            return false;
        OwnerId = ownerId;
        Raise(new DealUpdated(Id, now));
        return true;
    }

    public void Delete(DateTimeOffset now)
    {
        DeletedAt = now;
        IsActive = false;
        Raise(new DealDeleted(Id, now));
    }

    /// <summary>Brings the deal back as it was; a live one stays as it is.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        IsActive = !DealStageMachine.IsClosed(Stage);
        Raise(new DealRestored(Id, now));
    }

    /// <summary>The error where a line cannot be added, or cannot take the place of another.</summary>
    private Error? CheckLine(DealProductDetails details, DealProduct? replaced)
    {
        if (FieldFaults.In(DealProductDetails.Rules, details) is { } invalid)
            return invalid;
        var sum = DealProduct.TotalOf(details) + products.Where(p => p != replaced).Sum(p => p.TotalPrice);
        return sum > Limits.MaxMoney ? DealErrors.ValueTooLarge : null;
    }

    private void TakeValueFromProducts(DateTimeOffset now)
    {
        ValueSource = products.Count == 0 ? ValueSource.Manual : ValueSource.Products;
        if (products.Count > 0)
            Value = products.Sum(p => p.TotalPrice);
        Raise(new DealUpdated(Id, now));
    }

    private Result Take(DealInput terms, FieldFaults faults)
    {
        faults.Check(DealDetails.Rules, terms.Details).Check(Rules, nameof(CompanyId), terms.Company.Id)
            .Check(Rules, nameof(Value), terms.Value).Check(Rules, nameof(Probability), terms.Probability);
        if (faults.Error is { } invalid)
            return invalid;
        var closed = DealStageMachine.IsClosed(Stage);
        var value = terms.Value is { } given ? Money.Normalize(given) : ValueSource == ValueSource.Products ? Value : 0.00m;
        if (value != Value && ValueSource == ValueSource.Products)
            return DealErrors.ValueFromProducts;
        if (closed && (value != Value || terms.Details.Currency != Details.Currency))
            return DealErrors.Closed("value");
        var probability = terms.Probability ?? DealStageMachine.DefaultProbability(Stage) ?? Probability;
        if (closed && probability != Probability)
            return DealErrors.Closed("probability");

        Details = terms.Details;
        Value = value;
        Probability = probability;
        CompanyId = terms.Company.Id;
        PrimaryContactId = terms.PrimaryContactId;
        OwnerId = terms.OwnerId;
        TitleFolded = Folding.Fold(Details.Title);
        SearchText = Folding.SearchText(Details.Title, terms.Company.Name);
        return Result.Ok;
    }
}

/// <summary>What a user may write on a deal, beside its stage and lines.</summary>
/// <param name="Details">The plain fields.</param>
/// <param name="Value">0 or more, at most two decimals; null: not given.</param>
/// <param name="Probability">Percent, 0..100; null: the stage's default.</param>
/// <param name="Company">The company the deal is with.</param>
/// <param name="PrimaryContactId">The primary decision maker.</param>
/// <param name="OwnerId">The user who owns the deal.</param>
public sealed record DealInput(
    DealDetails Details, decimal? Value, int? Probability, CompanyName Company, Guid? PrimaryContactId, Guid OwnerId);

/// <summary>A move to another stage.</summary>
/// <param name="Stage">Where to.</param>
/// <param name="Reason">Why; needed for a reopening.</param>
/// <param name="CloseReason">Why it was closed.</param>
/// <param name="LossReason">Why it was lost; needed for CLOSED_LOST.</param>
/// <param name="ActualCloseDate">The day it was closed; the day of <paramref name="At"/> when absent.</param>
/// <param name="At">When it happened, for whoever imports; now when absent.</param>
public sealed record StageChange(
    DealStage Stage, string? Reason, string? CloseReason, string? LossReason, DateOnly? ActualCloseDate, DateTimeOffset? At)
{
    /// <summary>What its members may hold.</summary>
    public static FieldRules<StageChange> Rules { get; } = FieldRules.For<StageChange>(f =>
    {
        f.Text(c => c.Reason);
        f.Text(c => c.CloseReason);
        f.Text(c => c.LossReason);
    });
}
