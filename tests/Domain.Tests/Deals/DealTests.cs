using Crm.Domain.Deals;
using static Crm.Domain.Deals.DealStage;
using static Crm.Domain.Tests.Given;

namespace Crm.Domain.Tests.Deals;

public sealed class DealTests
{
    private static readonly DateTimeOffset Created = Now.AddDays(-30);

    private static DealInput Input(decimal? value = 1000, int? probability = null, string currency = "USD") =>
        new(new DealDetails { Title = "Zürich  Rollout", Currency = currency, Tags = ["a"] }, value, probability, Acme, null, Owner);

    private static DealProductDetails Line() => new() { ProductName = "A" };

    private static Deal New(DealStage stage = Prospecting, decimal? value = 1000)
    {
        var deal = Deal.Create(Id, Input(value), stage, Created, By, Now).Value;
        deal.ClearEvents();
        return deal;
    }

    private static StageChange To(
        DealStage stage, string? reason = null, string? closeReason = null, string? lossReason = null, DateOnly? closed = null,
        DateTimeOffset? at = null) =>
        new(stage, reason, closeReason, lossReason, closed, at);

    private static Deal In(DealStage stage)
    {
        var deal = New(DealStageMachine.IsClosed(stage) ? Prospecting : stage);
        if (DealStageMachine.IsClosed(stage))
            deal.ChangeStage(To(stage, closeReason: "because", lossReason: stage == ClosedLost ? "price" : null), By, Zone.Utc, Now)
                .Succeeds();
        deal.ClearEvents();
        return deal;
    }

    [Test]
    public void A_new_deal_has_its_first_transition_and_the_probability_of_its_stage(
        [Values(Prospecting, Qualifying, Proposing, Negotiating, FollowUp, OnHold)] DealStage stage)
    {
        var deal = Deal.Create(Id, Input(), stage, Created, By, Now).Value;

        Assert.That(deal.Stage, Is.EqualTo(stage));
        Assert.That(deal.Probability, Is.EqualTo(DealStageMachine.DefaultProbability(stage) ?? 0));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deal.IsActive, Is.True);
            Assert.That(deal.StageSeq, Is.EqualTo(1));
            Assert.That(deal.StageEnteredAt, Is.EqualTo(Created));
            Assert.That(deal.CreatedAt, Is.EqualTo(Created));
            Assert.That(deal.Value, Is.EqualTo(1000.00m));
            Assert.That(deal.ValueSource, Is.EqualTo(ValueSource.Manual));
            Assert.That(deal.CompanyId, Is.EqualTo(Acme.Id));
            Assert.That(deal.OwnerId, Is.EqualTo(Owner));
            Assert.That(deal.TitleFolded, Is.EqualTo("zurich rollout"));
            Assert.That(deal.SearchText, Is.EqualTo(" zurich rollout\n acme lodz"));
        }

        Assert.That(deal.Events, Is.EqualTo(new IDomainEvent[]
        {
            new DealCreated(Id, Acme.Id, Owner, stage, Now),
            new DealStageChanged(Id, 1, null, stage, null, By, Created, Now),
        }));
    }

    [Test]
    public void No_deal_is_created_closed([Values(ClosedWon, ClosedLost)] DealStage stage) =>
        Deal.Create(Id, Input(), stage, Created, By, Now).Fails("deal_created_closed", ErrorKind.Invalid, "stage");

    [Test]
    public void Absent_value_and_probability_take_their_defaults()
    {
        var deal = New(Negotiating, value: null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deal.Value, Is.EqualTo(0.00m));
            Assert.That(deal.Probability, Is.EqualTo(80));
        }

        deal.Update(Input(5, 33), Now).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deal.Value, Is.EqualTo(5.00m));
            Assert.That(deal.Probability, Is.EqualTo(33));
        }

        deal.Update(Input(null), Now).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deal.Value, Is.EqualTo(0.00m));
            Assert.That(deal.Probability, Is.EqualTo(80));
        }
    }

    [Test]
    public void On_hold_keeps_the_probability()
    {
        var deal = New(Proposing);
        deal.Update(Input(probability: 37), Now).Succeeds();
        deal.ChangeStage(To(OnHold), By, Zone.Utc, Now).Succeeds();
        Assert.That(deal.Probability, Is.EqualTo(37));

        deal.Update(Input(probability: null), Now).Succeeds();
        Assert.That(deal.Probability, Is.EqualTo(37));
        deal.Update(Input(probability: 55), Now).Succeeds();
        Assert.That(deal.Probability, Is.EqualTo(55));
    }

    [Test]
    public void Every_transition_follows_the_state_machine([Values] DealStage from, [Values] DealStage to)
    {
        var deal = In(from);
        var before = new { deal.Stage, deal.StageSeq, deal.Probability, deal.ActualCloseDate, deal.LossReason, deal.CloseReason };

        var bare = deal.ChangeStage(To(to), By, Zone.Utc, Now);

        switch (DealStageMachine.Move(from, to))
        {
            case DealStageMove.Stay:
                bare.Succeeds();
                Assert.That(new { deal.Stage, deal.StageSeq, deal.Probability, deal.ActualCloseDate, deal.LossReason, deal.CloseReason },
                    Is.EqualTo(before));
                Assert.That(deal.Events, Is.Empty);
                return;
            case DealStageMove.No:
                var error = bare.Fails("transition_not_allowed", ErrorKind.Conflict);
                Assert.That(error!.Details!["allowed"], Is.EqualTo(DealStageMachine.Allowed(from).Select(EnumText<DealStage>.Of)));
                using (Assert.EnterMultipleScope())
                {
                    Assert.That(deal.Stage, Is.EqualTo(from));
                    Assert.That(deal.StageSeq, Is.EqualTo(before.StageSeq));
                }
                return;
            case DealStageMove.NeedsLossReason:
                bare.Fails("loss_reason_missing", ErrorKind.Invalid, "lossReason");
                deal.ChangeStage(To(to, lossReason: " "), By, Zone.Utc, Now).Fails("loss_reason_missing", ErrorKind.Invalid, "lossReason");
                deal.ChangeStage(To(to, lossReason: "price"), By, Zone.Utc, Now).Succeeds();
                break;
            case DealStageMove.NeedsReason:
                bare.Fails("reason_missing", ErrorKind.Invalid, "reason");
                deal.ChangeStage(To(to, reason: "\t"), By, Zone.Utc, Now).Fails("reason_missing", ErrorKind.Invalid, "reason");
                deal.ChangeStage(To(to, reason: "they called"), By, Zone.Utc, Now).Succeeds();
                break;
            default:
                bare.Succeeds();
                break;
        }

        var closed = DealStageMachine.IsClosed(to);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deal.Stage, Is.EqualTo(to));
            Assert.That(deal.IsActive, Is.EqualTo(!closed));
            Assert.That(deal.StageSeq, Is.EqualTo(before.StageSeq + 1));
            Assert.That(deal.StageEnteredAt, Is.EqualTo(Now));
        }

        Assert.That(deal.Probability, Is.EqualTo(DealStageMachine.DefaultProbability(to) ?? before.Probability));
        Assert.That(deal.ActualCloseDate, Is.EqualTo(closed ? new DateOnly(2026, 3, 17) : (DateOnly?)null));
        Assert.That(deal.LossReason, Is.EqualTo(to == ClosedLost ? "price" : null));
        Assert.That(deal.CloseReason, Is.Null);
        var transition = (DealStageChanged)deal.Events.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(transition.Seq, Is.EqualTo(deal.StageSeq));
            Assert.That(transition.From, Is.EqualTo(from));
            Assert.That(transition.To, Is.EqualTo(to));
            Assert.That(transition.By, Is.EqualTo(By));
            Assert.That(transition.At, Is.EqualTo(Now));
            Assert.That(transition.OccurredAt, Is.EqualTo(Now));
        }
    }

    [Test]
    public void Closing_sets_the_reasons_and_reopening_clears_them()
    {
        var deal = New();
        deal.ChangeStage(To(ClosedLost, "final", "closed it", "price", new DateOnly(2026, 3, 1)), By, Zone.Utc, Now).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deal.ActualCloseDate, Is.EqualTo(new DateOnly(2026, 3, 1)));
            Assert.That(deal.CloseReason, Is.EqualTo("closed it"));
            Assert.That(deal.LossReason, Is.EqualTo("price"));
        }

        deal.ChangeStage(To(FollowUp, "they called"), By, Zone.Utc, Now).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deal.ActualCloseDate, Is.Null);
            Assert.That(deal.CloseReason, Is.Null);
            Assert.That(deal.LossReason, Is.Null);
            Assert.That(deal.IsActive, Is.True);
        }
    }

    [Test]
    public void A_close_date_is_between_creation_and_today()
    {
        New().ChangeStage(To(ClosedWon, closed: new DateOnly(2026, 3, 18)), By, Zone.Utc, Now)
            .Fails("date_in_future", ErrorKind.Invalid, "actualCloseDate");
        New().ChangeStage(To(ClosedWon, closed: new DateOnly(2026, 2, 14)), By, Zone.Utc, Now)
            .Fails("closed_before_creation", ErrorKind.Invalid, "actualCloseDate");
        New().ChangeStage(To(ClosedWon, closed: new DateOnly(2026, 3, 17)), By, Zone.Utc, Now).Succeeds();
        New().ChangeStage(To(ClosedWon, closed: new DateOnly(2026, 2, 15)), By, Zone.Utc, Now).Succeeds();
    }

    [Test]
    public void Closing_fields_do_not_belong_to_an_open_stage()
    {
        New().ChangeStage(To(Qualifying, closeReason: "x"), By, Zone.Utc, Now)
            .Fails("closing_fields_on_open_stage", ErrorKind.Invalid, "stage");
        New().ChangeStage(To(OnHold, lossReason: "x"), By, Zone.Utc, Now).Fails("closing_fields_on_open_stage", ErrorKind.Invalid, "stage");
        New().ChangeStage(To(Qualifying, closed: new DateOnly(2026, 3, 1)), By, Zone.Utc, Now)
            .Fails("closing_fields_on_open_stage", ErrorKind.Invalid, "stage");
        New().ChangeStage(To(ClosedWon, lossReason: "x"), By, Zone.Utc, Now).Fails("loss_reason_on_win", ErrorKind.Invalid, "lossReason");
    }

    [Test]
    public void A_backdated_transition_is_after_the_last_one_and_closes_on_its_date()
    {
        var deal = New();
        deal.ChangeStage(To(Qualifying, at: Now.AddDays(-10)), By, Zone.Utc, Now).Succeeds();
        Assert.That(deal.StageEnteredAt, Is.EqualTo(Now.AddDays(-10)));

        deal.ChangeStage(To(Proposing, at: Now.AddDays(-11)), By, Zone.Utc, Now).Fails("before_last_move", ErrorKind.Invalid, "at");
        deal.ChangeStage(To(Proposing, at: Now.AddTicks(10)), By, Zone.Utc, Now).Fails("validation_failed", ErrorKind.Invalid, "at");

        deal.ChangeStage(To(ClosedWon, at: Now.AddDays(-5)), By, Zone.Utc, Now).Succeeds();
        Assert.That(deal.ActualCloseDate, Is.EqualTo(new DateOnly(2026, 3, 12)));
    }

    [Test]
    public void A_clock_that_stepped_back_does_not_reverse_the_history()
    {
        var deal = New();
        deal.ChangeStage(To(Qualifying), By, Zone.Utc, Now).Succeeds();
        deal.ChangeStage(To(Proposing), By, Zone.Utc, Now.AddSeconds(-1)).Succeeds();
        Assert.That(deal.StageEnteredAt, Is.EqualTo(Now));
    }

    [Test]
    public void A_deal_can_be_closed_after_the_clock_stepped_back_over_midnight()
    {
        var deal = In(Proposing);
        var yesterday = deal.StageEnteredAt.AddDays(-1);

        Assert.That(deal.ChangeStage(To(ClosedWon), By, Zone.Utc, yesterday).Error, Is.Null);

        Assert.That(deal.ActualCloseDate, Is.EqualTo(DateOnly.FromDateTime(deal.StageEnteredAt.UtcDateTime)));
    }

    [Test]
    public void The_lines_determine_the_value_until_the_last_one_is_removed()
    {
        var deal = New();
        var line = deal.AddProduct(
            Guid.NewGuid(), new DealProductDetails { ProductName = "A", Quantity = 2.5m, UnitPrice = 10.01m }, Now).Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(line.TotalPrice, Is.EqualTo(25.03m));
            Assert.That(deal.Value, Is.EqualTo(25.03m));
            Assert.That(deal.ValueSource, Is.EqualTo(ValueSource.Products));
            Assert.That(line.DealId, Is.EqualTo(Id));
            Assert.That(line.CreatedAt, Is.EqualTo(Now));
            Assert.That(line.UnitPrice, Is.EqualTo(10.01m));
        }

        var other = deal.AddProduct(
            Guid.NewGuid(), new DealProductDetails { ProductName = "B", Quantity = 1, UnitPrice = 4.97m }, Now).Value;
        Assert.That(deal.Value, Is.EqualTo(30.00m));
        deal.ChangeProduct(other.Id, new DealProductDetails { ProductName = "B2", Quantity = 3, UnitPrice = 1, Notes = "n" }, Now)
            .Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deal.Value, Is.EqualTo(28.03m));
            Assert.That(other.ProductName, Is.EqualTo("B2"));
            Assert.That(other.Notes, Is.EqualTo("n"));
        }

        deal.Update(Input(28.03m), Now).Succeeds();
        deal.Update(Input(null), Now).Succeeds();
        deal.Update(Input(28.04m), Now).Fails("value_from_products", ErrorKind.Conflict, "value");

        deal.RemoveProduct(line.Id, Now).Succeeds();
        deal.RemoveProduct(other.Id, Now).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deal.Value, Is.EqualTo(3.00m));
            Assert.That(deal.ValueSource, Is.EqualTo(ValueSource.Manual));
            Assert.That(deal.Products, Is.EqualTo(Array.Empty<DealProduct>()));
        }

        deal.Update(Input(7), Now).Succeeds();
        Assert.That(deal.Value, Is.EqualTo(7.00m));
    }

    [TestCase("0.0001", "0.01", "0.00")]
    [TestCase("0.5", "0.01", "0.01")]
    [TestCase("1.5", "0.33", "0.50")]
    [TestCase("3", "33.33", "99.99")]
    public void A_total_is_rounded_half_away_from_zero(string quantity, string price, string total)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        var details = Line() with { Quantity = decimal.Parse(quantity, culture), UnitPrice = decimal.Parse(price, culture) };
        var line = New().AddProduct(Guid.NewGuid(), details, Now).Value;
        Assert.That(line.TotalPrice.ToString(culture), Is.EqualTo(total));
    }

    [Test]
    public void Lines_are_limited_in_number_and_sum()
    {
        var deal = New();
        for (var i = 0; i < Deal.MaxProducts; i++)
            Assert.That(deal.AddProduct(Guid.NewGuid(), Line(), Now).Error, Is.Null);
        deal.AddProduct(Guid.NewGuid(), Line(), Now).Fails("too_many_deal_products", ErrorKind.Conflict);

        New().AddProduct(Guid.NewGuid(), Line() with { Quantity = 2, UnitPrice = Limits.MaxMoney }, Now)
            .Fails("deal_value_too_large", ErrorKind.Invalid, "quantity");
        var full = New();
        Assert.That(full.AddProduct(Guid.NewGuid(), Line() with { UnitPrice = Limits.MaxMoney }, Now).Error, Is.Null);
        full.AddProduct(Guid.NewGuid(), Line() with { UnitPrice = 0.01m }, Now)
            .Fails("deal_value_too_large", ErrorKind.Invalid, "quantity");
    }

    [Test]
    public void An_unknown_line_is_not_found()
    {
        New().ChangeProduct(Guid.NewGuid(), Line(), Now).Fails("deal_product_not_found", ErrorKind.NotFound);
        New().RemoveProduct(Guid.NewGuid(), Now).Fails("deal_product_not_found", ErrorKind.NotFound);
    }

    [Test]
    public void Lines_value_and_probability_of_a_closed_deal_cannot_be_changed()
    {
        var deal = New();
        var line = deal.AddProduct(Guid.NewGuid(), Line() with { UnitPrice = 10 }, Now).Value;
        deal.ChangeStage(To(ClosedWon), By, Zone.Utc, Now).Succeeds();

        deal.AddProduct(Guid.NewGuid(), Line(), Now).Fails("deal_closed", ErrorKind.Conflict, "products");
        deal.ChangeProduct(line.Id, Line(), Now).Fails("deal_closed", ErrorKind.Conflict, "products");
        deal.RemoveProduct(line.Id, Now).Fails("deal_closed", ErrorKind.Conflict, "products");
        deal.Update(Input(10, 50), Now).Fails("deal_closed", ErrorKind.Conflict, "probability");
        deal.Update(Input(10, currency: "EUR"), Now).Fails("deal_closed", ErrorKind.Conflict, "value");
        deal.Update(Input(10) with { OwnerId = By }, Now).Succeeds();
        Assert.That(deal.OwnerId, Is.EqualTo(By));

        var manual = In(ClosedLost);
        manual.Update(Input(999), Now).Fails("deal_closed", ErrorKind.Conflict, "value");
        manual.Update(Input(1000), Now).Succeeds();
    }

    [Test]
    public void A_rejected_update_changes_nothing()
    {
        var deal = In(ClosedWon);
        deal.Update(Input(1) with { Details = new DealDetails { Title = "Other" } }, Now).Fails("deal_closed", ErrorKind.Conflict, "value");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deal.Details.Title, Is.EqualTo("Zürich  Rollout"));
            Assert.That(deal.Value, Is.EqualTo(1000.00m));
        }

        Assert.That(deal.Events, Is.Empty);
    }

    [Test]
    public void A_deleted_deal_is_not_on_the_board_and_is_restored_unchanged()
    {
        foreach (var stage in DealStageMachine.Stages)
        {
            var deal = In(stage);
            deal.Restore(Now);
            Assert.That(deal.Events, Is.Empty, "Restoring a live deal changes nothing.");

            deal.Delete(Now);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(deal.DeletedAt, Is.EqualTo(Now));
                Assert.That(deal.IsActive, Is.False);
            }

            deal.Restore(Now);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(deal.DeletedAt, Is.Null);
                Assert.That(deal.IsActive, Is.EqualTo(!DealStageMachine.IsClosed(stage)));
                Assert.That(deal.Stage, Is.EqualTo(stage));
            }

            Assert.That(deal.Events, Is.EqualTo(new IDomainEvent[] { new DealDeleted(Id, Now), new DealRestored(Id, Now) }));
        }
    }
}
