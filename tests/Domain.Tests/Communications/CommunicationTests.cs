using Crm.Domain.Communications;
using static Crm.Domain.Communications.CommunicationStatus;

namespace Crm.Domain.Tests.Communications;

public sealed class CommunicationTests
{
    private static readonly CommunicationStatus[] Chain = [Sent, Delivered, Opened, Responded];

    private static readonly CommunicationInput Input = new(
        new CommunicationDetails { Type = CommunicationType.Email, Subject = "Offer", Content = "Dear" }, false, null, ActivityLinks.None with { ContactId = Given.Owner });

    private static readonly CommunicationInput ScheduledInput = Input with { Scheduled = true, ScheduledFor = Given.Now.AddDays(1) };

    private static Communication Draft => Make(Input);

    private static Communication Make(CommunicationInput input, CommunicationStatus? status = null) =>
        Communication.Create(Given.Id, input, status, Given.By, Given.Now, Given.Now).Value;

    /// <summary>A communication in any status; each step at the moment of its creation.</summary>
    private static Communication In(CommunicationStatus status)
    {
        var communication = Make(ScheduledInput);
        if (status == CommunicationStatus.Draft)
            communication.Update(ScheduledInput with { Scheduled = false }, Given.Now).Succeeds();
        else if (Chain.Contains(status))
            communication.ChangeStatus(Sent, null, null, Given.Now).Succeeds();
        communication.ChangeStatus(status, null, null, Given.Now).Succeeds();
        communication.ClearEvents();
        return communication;
    }

    private static DateTimeOffset?[] Times(Communication c) => [c.SentAt, c.DeliveredAt, c.OpenedAt, c.RespondedAt];

    /// <summary>What the rules say, one after the other.</summary>
    private static CommunicationStatusMove Expected(CommunicationStatus from, CommunicationStatus to)
    {
        var (passed, asked) = (Array.IndexOf(Chain, from), Array.IndexOf(Chain, to));
        if (from == to || (passed >= 0 && asked >= 0 && asked <= passed))
            return CommunicationStatusMove.Stay;
        var allowed = (from, to) switch
        {
            (CommunicationStatus.Draft, Scheduled or Sent or Cancelled) => true,
            (Scheduled, Sent or Failed or Cancelled) => true,
            (Sent, Failed) => true,
            _ => passed >= 0 && asked > passed,
        };
        return allowed ? CommunicationStatusMove.Yes : CommunicationStatusMove.No;
    }

    [Test]
    public void Each_move_of_the_matrix_is_as_the_rules_say([Values] CommunicationStatus from, [Values] CommunicationStatus to)
    {
        Assert.That(CommunicationStatusMachine.Move(from, to), Is.EqualTo(Expected(from, to)));

        var communication = In(from);
        var before = Times(communication);
        var at = Given.Now.AddHours(1);
        var moved = communication.ChangeStatus(to, at, null, at);
        switch (Expected(from, to))
        {
            case CommunicationStatusMove.No:
                var refused = moved.Fails("transition_not_allowed", ErrorKind.Conflict);
                Assert.That(refused!.Details!["allowed"], Is.EqualTo(CommunicationStatusMachine.Allowed(from).Select(EnumText<CommunicationStatus>.Of)));
                Assert.That((communication.Status, communication.Events.Count), Is.EqualTo((from, 0)));
                break;
            case CommunicationStatusMove.Stay:
                moved.Succeeds();
                Assert.That((communication.Status, communication.Events.Count), Is.EqualTo((from, 0)));
                Assert.That(Times(communication), Is.EqualTo(before));
                break;
            default:
                moved.Succeeds();
                Assert.That(communication.Status, Is.EqualTo(to));
                Assert.That(Times(communication).Where((t, i) => i <= Array.IndexOf(Chain, to)), Has.None.Null);
                Assert.That(communication.Events.OfType<CommunicationTookPlace>().Count(), Is.EqualTo(CommunicationStatusMachine.IsOpen(from) && to == Sent ? 1 : 0));
                break;
        }
    }

    [Test]
    public void Allowed_lists_exactly_the_moves_that_go_somewhere([Values] CommunicationStatus from) => Assert.That(
        CommunicationStatusMachine.Allowed(from), Is.EqualTo(Enum.GetValues<CommunicationStatus>().Where(to => Expected(from, to) == CommunicationStatusMove.Yes)));

    [Test]
    public void Whatever_the_order_of_a_providers_events_the_end_is_the_same_and_times_only_go_forward([Range(1, 200)] int seed)
    {
        var random = new Random(seed);
        var communication = In(Sent);
        var events = Chain.SelectMany(s => Enumerable.Repeat(s, random.Next(1, 3))).ToArray();
        random.Shuffle(events);
        var last = events.Max(e => Array.IndexOf(Chain, e));
        var highest = 0;
        foreach (var status in events)
        {
            var before = Times(communication);
            var now = Given.Now.AddMinutes(60);
            var at = Given.Now.AddMinutes(Array.IndexOf(Chain, status) * 10);
            // A late event comes with its own time, which lies before what is known.
            communication.ChangeStatus(status, at, null, now).Succeeds();
            highest = Math.Max(highest, Array.IndexOf(Chain, status));
            Assert.That(communication.Status, Is.EqualTo(Chain[highest]));
            Assert.That(Times(communication).Where((_, i) => before[i] is not null), Is.EqualTo(before.Where(t => t is not null)), "A time that is known stays.");
            var known = Times(communication).Where(t => t is not null).ToList();
            Assert.That(known, Has.Count.EqualTo(highest + 1));
            Assert.That(known, Is.Ordered);
        }

        Assert.That(communication.Status, Is.EqualTo(Chain[last]));
    }

    [Test]
    public void When_it_happened_lies_neither_in_the_future_nor_before_the_last_step()
    {
        var communication = In(Sent);
        communication.ChangeStatus(Delivered, Given.Now.AddMinutes(2), null, Given.Now.AddMinutes(1)).Fails("at_in_future", ErrorKind.Invalid, "at");
        communication.ChangeStatus(Delivered, Given.Now.AddMinutes(-1), null, Given.Now).Fails("before_last_step", ErrorKind.Invalid, "at");
        communication.ChangeStatus(Delivered, null, null, Given.Now.AddMinutes(-1)).Succeeds();
        Assert.That(communication.DeliveredAt, Is.EqualTo(communication.SentAt), "A clock that stepped back.");
    }

    [Test]
    public void A_failure_has_its_reason_and_nothing_else_has_one()
    {
        In(Sent).ChangeStatus(Delivered, null, "why", Given.Now).Fails("reason_without_failure", ErrorKind.Invalid, "failureReason");
        var communication = In(Scheduled);
        communication.ChangeStatus(Failed, null, "No such mailbox.", Given.Now).Succeeds();
        Assert.That((communication.FailureReason, communication.SentAt), Is.EqualTo(("No such mailbox.", (DateTimeOffset?)null)));
    }

    [Test]
    public void What_came_in_was_delivered()
    {
        var inbound = Input with { Details = Input.Details with { Direction = Direction.Inbound } };
        var communication = Communication.Create(Given.Id, inbound, null, Given.By, Given.Now.AddDays(-2), Given.Now).Value;
        Assert.That((communication.Status, communication.SentAt, communication.DeliveredAt, communication.OpenedAt),
            Is.EqualTo((Delivered, (DateTimeOffset?)Given.Now.AddDays(-2), (DateTimeOffset?)Given.Now.AddDays(-2), (DateTimeOffset?)null)));
        Assert.That(communication.Events.OfType<CommunicationTookPlace>().Single().At, Is.EqualTo(Given.Now.AddDays(-2)));
        Communication.Create(Given.Id, inbound, Sent, Given.By, Given.Now, Given.Now).Fails("inbound_is_delivered", ErrorKind.Invalid, "status");
        Communication.Create(Given.Id, inbound with { Scheduled = true }, null, Given.By, Given.Now, Given.Now).Fails("inbound_not_scheduled", ErrorKind.Invalid, "scheduled");
        Draft.Update(inbound, Given.Now).Fails("draft_not_inbound", ErrorKind.Conflict, "direction");
    }

    [Test]
    public void What_goes_out_starts_as_a_draft_scheduled_or_sent_by_hand()
    {
        Assert.That(Draft.Status, Is.EqualTo(CommunicationStatus.Draft));
        Assert.That(Draft.Events.OfType<CommunicationTookPlace>(), Is.Empty);
        var sent = Make(Input, Sent);
        Assert.That((sent.Status, sent.SentAt, sent.Events.OfType<CommunicationTookPlace>().Count()), Is.EqualTo((Sent, (DateTimeOffset?)Given.Now, 1)));
        Assert.That((Make(ScheduledInput).Status, Make(ScheduledInput).Events.OfType<CommunicationTookPlace>().Any()), Is.EqualTo((Scheduled, false)));
        foreach (var status in new[] { Scheduled, Delivered, Opened, Responded, Failed, Cancelled })
            Communication.Create(Given.Id, Input, status, Given.By, Given.Now, Given.Now).Fails("communication_created_late", ErrorKind.Invalid, "status");
        foreach (var at in new DateTimeOffset?[] { null, Given.Now, Given.Now.AddSeconds(-1) })
            Communication.Create(Given.Id, ScheduledInput with { ScheduledFor = at }, null, Given.By, Given.Now, Given.Now).Fails("schedule_not_ahead", ErrorKind.Invalid, "scheduledFor");
    }

    [Test]
    public void A_schedule_is_made_moved_and_dropped_until_it_is_sent()
    {
        var communication = Draft;
        communication.ChangeStatus(Scheduled, null, null, Given.Now).Fails("schedule_not_ahead", ErrorKind.Invalid, "scheduledFor");
        communication.Update(ScheduledInput with { ScheduledFor = Given.Now }, Given.Now).Fails("schedule_not_ahead", ErrorKind.Invalid, "scheduledFor");
        communication.Update(ScheduledInput, Given.Now).Succeeds();
        Assert.That(communication.Status, Is.EqualTo(Scheduled));
        communication.Update(ScheduledInput with { Details = Input.Details with { Subject = "Other" } }, Given.Now.AddDays(2)).Succeeds();
        communication.Update(ScheduledInput with { Scheduled = false }, Given.Now).Succeeds();
        Assert.That((communication.Status, communication.Scheduled, communication.ScheduledFor), Is.EqualTo((CommunicationStatus.Draft, false, ScheduledInput.ScheduledFor)));
        communication.ChangeStatus(Scheduled, null, null, Given.Now).Succeeds();
        Assert.That((communication.Status, communication.Scheduled), Is.EqualTo((Scheduled, true)));
    }

    [Test]
    public void What_was_sent_cannot_be_rewritten()
    {
        var communication = In(Sent);
        foreach (var (field, input) in new (string, CommunicationInput)[]
        {
            ("type", ScheduledInput with { Details = Input.Details with { Type = CommunicationType.DirectMail } }),
            ("subject", ScheduledInput with { Details = Input.Details with { Subject = "x" } }),
            ("content", ScheduledInput with { Details = Input.Details with { Content = null } }),
            ("direction", ScheduledInput with { Details = Input.Details with { Direction = Direction.Inbound } }),
            ("scheduled", ScheduledInput with { Scheduled = false }),
            ("scheduledFor", ScheduledInput with { ScheduledFor = null }),
        })
            communication.Update(input, Given.Now).Fails("communication_sent", ErrorKind.Conflict, field);
        communication.Update(ScheduledInput with { Details = Input.Details with { Outcome = "Interested", Duration = 5 }, Links = ActivityLinks.None }, Given.Now).Succeeds();
        Assert.That((communication.Details.Outcome, communication.Links, communication.Status), Is.EqualTo(("Interested", ActivityLinks.None, Sent)));
    }

    [Test]
    public void It_goes_to_the_trash_and_comes_back()
    {
        var communication = In(Sent);
        communication.Delete(Given.Now);
        communication.Restore(Given.Now);
        communication.Restore(Given.Now);
        Assert.That((communication.DeletedAt, communication.Events.Count), Is.EqualTo(((DateTimeOffset?)null, 2)));
    }
}
