namespace Crm.Domain.Deals;

/// <summary>A deal: a possible sale with a value, which passes the stages of <see cref="DealStageMachine"/>.</summary>
public sealed class Deal : AggregateRoot, IDerived, IDeletable, IRestorable
{
    /// <summary>The maximum number of product lines of a deal.</summary>
    public const int MaxProducts = 200;

    private readonly List<DealProduct> products = [];

    private Deal()
    {
    }

    private Deal(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }
    /// <summary>The field rules of this type.</summary>
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

    /// <summary>In percent, from 0 to 100.</summary>
    public int Probability { get; private set; }
    public DealStage Stage { get; private set; }

    /// <summary>When the deal entered its current stage.</summary>
    public DateTimeOffset StageEnteredAt { get; private set; }

    /// <summary>The number of rows in the stage history; the sequence number of the last row.</summary>
    public int StageSeq { get; private set; }
    public DateOnly? ActualCloseDate { get; private set; }
    public string? CloseReason { get; private set; }
    public string? LossReason { get; private set; }

    /// <summary>Whether the deal is open: in any stage except the two closed ones, and live.</summary>
    public bool IsActive { get; private set; }
    public Guid CompanyId { get; private set; }
    public Guid? PrimaryContactId { get; private set; }
    public Guid OwnerId { get; private set; }
    public string TitleFolded { get; private set; } = "";
    public string SearchText { get; private set; } = "";
    Guid? IDerived.SearchedCompanyId => CompanyId;
    public IReadOnlyList<DealProduct> Products => products;

    /// <param name="id">A UUIDv7.</param>
    /// <param name="input">The fields, the value, the probability and the related records.</param>
    /// <param name="stage">An open stage, or on hold.</param>
    /// <param name="createdAt">The creation time: now, or an earlier time for an imported record.</param>
    /// <param name="by">The acting user.</param>
    /// <param name="now">The current time.</param>
    public static Result<Deal> Create(Guid id, DealInput input, DealStage stage, DateTimeOffset createdAt, Guid by, DateTimeOffset now)
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
        if (deal.Apply(input, new FieldFaults().CheckPast(nameof(CreatedAt), createdAt, now)).Error is { } error)
            return error;
        deal.Raise(new DealCreated(id, input.Company.Id, input.OwnerId, stage, now));
        deal.Raise(new DealStageChanged(id, 1, null, stage, null, by, createdAt, now));
        return deal;
    }

    /// <summary>Replaces the writable fields. An absent value is 0, or remains the sum of the lines. An absent probability is the stage's
    /// default.</summary>
    public Result Update(DealInput input, DateTimeOffset now)
    {
        var taken = Apply(input, new FieldFaults());
        if (taken.Error is null)
            Raise(new DealUpdated(Id, now));
        return taken;
    }

    /// <summary>Changes the stage as the state machine allows. The same stage changes nothing.</summary>
    /// <param name="change">The change.</param>
    /// <param name="by">The acting user.</param>
    /// <param name="zone">The acting user's time zone, which determines today and the days of instants.</param>
    /// <param name="now">The current time.</param>
    public Result ChangeStage(StageChange change, Guid by, Zone zone, DateTimeOffset now)
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
        // If the clock was set back, the history stays in order.
        at = at < StageEnteredAt ? StageEnteredAt : at;

        if (closing)
        {
            var date = change.ActualCloseDate ?? zone.DayOf(at);
            if (change.ActualCloseDate > zone.DayOf(now))
                return DealErrors.InFuture("actualCloseDate");
            if (date < zone.DayOf(CreatedAt))
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

    /// <summary>Removes a line. When the last line is removed, the value stays and can be set by hand again.</summary>
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

    /// <summary>Assigns the deal to a user, whatever its stage. Returns false if the user already owns it.</summary>
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

    /// <summary>Restores the deal from the trash. A live deal stays unchanged.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        IsActive = !DealStageMachine.IsClosed(Stage);
        Raise(new DealRestored(Id, now));
    }

    /// <inheritdoc/>
    public void DeriveTexts(string? companyName)
    {
        TitleFolded = Folding.Fold(Details.Title);
        SearchText = Folding.SearchText(Details.Title) + Folding.LinkedText(companyName);
    }

    /// <summary>The error if a line cannot be added or cannot replace another one.</summary>
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

    private Result Apply(DealInput input, FieldFaults faults)
    {
        faults.Check(DealDetails.Rules, input.Details).Check(Rules, nameof(CompanyId), input.Company.Id)
            .Check(Rules, nameof(Value), input.Value).Check(Rules, nameof(Probability), input.Probability);
        if (faults.Error is { } invalid)
            return invalid;
        var closed = DealStageMachine.IsClosed(Stage);
        var value = input.Value is { } given ? Money.Normalize(given) : ValueSource == ValueSource.Products ? Value : 0.00m;
        if (value != Value && ValueSource == ValueSource.Products)
            return DealErrors.ValueFromProducts;
        if (closed && (value != Value || input.Details.Currency != Details.Currency))
            return DealErrors.Closed("value");
        var probability = input.Probability ?? DealStageMachine.DefaultProbability(Stage) ?? Probability;
        if (closed && probability != Probability)
            return DealErrors.Closed("probability");

        Details = input.Details;
        Value = value;
        Probability = probability;
        CompanyId = input.Company.Id;
        PrimaryContactId = input.PrimaryContactId;
        OwnerId = input.OwnerId;
        DeriveTexts(input.Company.Name);
        return Result.Ok;
    }
}

/// <summary>The writable fields of a deal except its stage and lines.</summary>
/// <param name="Details">The plain fields.</param>
/// <param name="Value">Not negative, with at most two decimals. Null: not given.</param>
/// <param name="Probability">In percent, from 0 to 100. Null: the default of the stage.</param>
/// <param name="Company">The company.</param>
/// <param name="PrimaryContactId">The primary decision maker.</param>
/// <param name="OwnerId">The user who owns the deal.</param>
public sealed record DealInput(
    DealDetails Details, decimal? Value, int? Probability, CompanyName Company, Guid? PrimaryContactId, Guid OwnerId);

/// <summary>A change to another stage.</summary>
/// <param name="Stage">The new stage.</param>
/// <param name="Reason">The reason; required to reopen a deal.</param>
/// <param name="CloseReason">Why the deal was closed.</param>
/// <param name="LossReason">Why the deal was lost; required for CLOSED_LOST.</param>
/// <param name="ActualCloseDate">The day the deal was closed; defaults to the day of <paramref name="At"/>.</param>
/// <param name="At">When it happened, for imports; defaults to now.</param>
public sealed record StageChange(
    DealStage Stage, string? Reason, string? CloseReason, string? LossReason, DateOnly? ActualCloseDate, DateTimeOffset? At)
{
    /// <summary>The field rules of this type.</summary>
    public static FieldRules<StageChange> Rules { get; } = FieldRules.For<StageChange>(f =>
    {
        f.Text(c => c.Reason);
        f.Text(c => c.CloseReason);
        f.Text(c => c.LossReason);
    });
}
