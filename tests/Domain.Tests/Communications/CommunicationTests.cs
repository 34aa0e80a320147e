using Crm.Domain.Communications;
using static Crm.Domain.Communications.CommunicationStatus;

namespace Crm.Domain.Tests.Communications;

public sealed class CommunicationTests
{
    private static readonly CommunicationStatus[] Chain = [Sent, Delivered, Opened, Responded];

    private static readonly CommunicationInput Input = new(
        new CommunicationDetails { Type = CommunicationType.Email, Subject = "Offer", Content = "Dear" }, false, null,
        ActivityLinks.None with { ContactId = Given.Owner });

    private static readonly CommunicationInput ScheduledInput = Input with { Scheduled = true, ScheduledFor = Given.Now.AddDays(1) };

    private static Communication Draft => New(Input);

    private static Communication New(CommunicationInput input, CommunicationStatus? status = null) =>
        Communication.Create(Given.Id, input, status, Given.By, Given.Now, Given.Now).Value;

    /// <summary>A communication in any status; all transitions happen at the time of creation.</summary>
    private static Communication In(CommunicationStatus status)
    {
        var communication = New(ScheduledInput);
        if (status == CommunicationStatus.Draft)
            communication.Update(ScheduledInput with { Scheduled = false }, Given.Now).Succeeds();
        else if (Chain.Contains(status))
            communication.ChangeStatus(Sent, null, null, Given.Now).Succeeds();
        communication.ChangeStatus(status, null, null, Given.Now).Succeeds();
        communication.ClearEvents();
        return communication;
    }

    private static DateTimeOffset?[] Times(Communication c) => [c.SentAt, c.DeliveredAt, c.OpenedAt, c.RespondedAt];

    /// <summary>A second implementation of the rules. The state machine must agree with it.</summary>
    private static CommunicationStatusMove Expected(CommunicationStatus from, CommunicationStatus to)
    {
        var (current, requested) = (Array.IndexOf(Chain, from), Array.IndexOf(Chain, to));
        if (from == to || (current >= 0 && requested >= 0 && requested <= current))
            return CommunicationStatusMove.Stay;
        var allowed = (from, to) switch
        {
            (CommunicationStatus.Draft, Scheduled or Sent or Cancelled) => true,
            (Scheduled, Sent or Failed or Cancelled) => true,
            (Sent, Failed) => true,
            _ => current >= 0 && requested > current,
        };
        return allowed ? CommunicationStatusMove.Yes : CommunicationStatusMove.No;
    }

    [Test]
    public void Each_transition_follows_the_rules([Values] CommunicationStatus from, [Values] CommunicationStatus to)
    {
        Assert.That(CommunicationStatusMachine.Move(from, to), Is.EqualTo(Expected(from, to)));

        var communication = In(from);
        var before = Times(communication);
        var at = Given.Now.AddHours(1);
        // A time for a status that stays would correct it; see the tests of late events.
        var moved = communication.ChangeStatus(to, Expected(from, to) == CommunicationStatusMove.Stay ? null : at, null, at);
        switch (Expected(from, to))
        {
            case CommunicationStatusMove.No:
                var rejected = moved.Fails("transition_not_allowed", ErrorKind.Conflict);
                Assert.That(rejected!.Details!["allowed"],
                    Is.EqualTo(CommunicationStatusMachine.Allowed(from).Select(EnumText<CommunicationStatus>.Of)));
                using (Assert.EnterMultipleScope())
                {
                    Assert.That(communication.Status, Is.EqualTo(from));
                    Assert.That(communication.Events.Count, Is.Zero);
                }
                break;
            case CommunicationStatusMove.Stay:
                moved.Succeeds();
                using (Assert.EnterMultipleScope())
                {
                    Assert.That(communication.Status, Is.EqualTo(from));
                    Assert.That(communication.Events.Count, Is.Zero);
                }

                Assert.That(Times(communication), Is.EqualTo(before));
                break;
            default:
                moved.Succeeds();
                Assert.That(communication.Status, Is.EqualTo(to));
                Assert.That(Times(communication).Where((t, i) => i <= Array.IndexOf(Chain, to)), Has.None.Null);
                Assert.That(communication.Events.OfType<CommunicationTookPlace>().Count(),
                    Is.EqualTo(CommunicationStatusMachine.IsOpen(from) && to == Sent ? 1 : 0));
                break;
        }
    }

    [Test]
    public void Allowed_has_exactly_the_possible_transitions([Values] CommunicationStatus from) => Assert.That(
        CommunicationStatusMachine.Allowed(from),
        Is.EqualTo(Enum.GetValues<CommunicationStatus>().Where(to => Expected(from, to) == CommunicationStatusMove.Yes)));

    [Test]
    public void The_order_of_a_providers_events_does_not_change_the_result_and_times_never_decrease([Range(1, 200)] int seed)
    {
        var random = new Random(seed);
        var communication = In(Sent);
        var events = Chain.SelectMany(s => Enumerable.Repeat(s, random.Next(1, 3))).ToArray();
        random.Shuffle(events);
        var last = events.Max(e => Array.IndexOf(Chain, e));
        var highest = 0;
        var seen = new HashSet<CommunicationStatus>();
        foreach (var status in events)
        {
            seen.Add(status);
            var now = Given.Now.AddMinutes(60);
            var at = TimeOf(status);
            // The event arrives late: its time is before the known times.
            communication.ChangeStatus(status, at, null, now).Succeeds();
            highest = Math.Max(highest, Array.IndexOf(Chain, status));
            Assert.That(communication.Status, Is.EqualTo(Chain[highest]));
            foreach (var past in seen)
                Assert.That(Times(communication)[Array.IndexOf(Chain, past)], Is.EqualTo(TimeOf(past)), "The time of the event.");
            var known = Times(communication).Where(t => t is not null).ToList();
            Assert.That(known, Has.Count.EqualTo(highest + 1));
            Assert.That(known, Is.Ordered);
        }

        Assert.That(communication.Status, Is.EqualTo(Chain[last]));

        static DateTimeOffset TimeOf(CommunicationStatus status) => Given.Now.AddMinutes(Array.IndexOf(Chain, status) * 10);
    }

    [Test]
    public void The_time_of_a_change_is_neither_in_the_future_nor_before_the_last_one()
    {
        var communication = In(Sent);
        communication.ChangeStatus(Delivered, Given.Now.AddMinutes(2), null, Given.Now.AddMinutes(1))
            .Fails("at_in_future", ErrorKind.Invalid, "at");
        communication.ChangeStatus(Delivered, Given.Now.AddMinutes(-1), null, Given.Now).Fails("before_last_step", ErrorKind.Invalid, "at");
        communication.ChangeStatus(Delivered, null, null, Given.Now.AddMinutes(-1)).Succeeds();
        Assert.That(communication.DeliveredAt, Is.EqualTo(communication.SentAt), "The clock stepped back.");
    }

    [Test]
    public void Only_a_failed_communication_has_a_failure_reason()
    {
        In(Sent).ChangeStatus(Delivered, null, "why", Given.Now).Fails("reason_without_failure", ErrorKind.Invalid, "failureReason");
        var communication = In(Scheduled);
        communication.ChangeStatus(Failed, null, "No such mailbox.", Given.Now).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(communication.FailureReason, Is.EqualTo("No such mailbox."));
            Assert.That(communication.SentAt, Is.Null);
        }
    }

    [Test]
    public void An_inbound_communication_is_delivered()
    {
        var inbound = Input with { Details = Input.Details with { Direction = Direction.Inbound } };
        var communication = Communication.Create(Given.Id, inbound, null, Given.By, Given.Now.AddDays(-2), Given.Now).Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(communication.Status, Is.EqualTo(Delivered));
            Assert.That(communication.SentAt, Is.EqualTo(Given.Now.AddDays(-2)));
            Assert.That(communication.DeliveredAt, Is.EqualTo(Given.Now.AddDays(-2)));
            Assert.That(communication.OpenedAt, Is.Null);
        }

        Assert.That(communication.Events.OfType<CommunicationTookPlace>().Single().At, Is.EqualTo(Given.Now.AddDays(-2)));
        Communication.Create(Given.Id, inbound, Sent, Given.By, Given.Now, Given.Now)
            .Fails("inbound_is_delivered", ErrorKind.Invalid, "status");
        Communication.Create(Given.Id, inbound with { Scheduled = true }, null, Given.By, Given.Now, Given.Now)
            .Fails("inbound_not_scheduled", ErrorKind.Invalid, "scheduled");
        Draft.Update(inbound, Given.Now).Fails("draft_not_inbound", ErrorKind.Conflict, "direction");
    }

    [Test]
    public void An_outbound_communication_is_created_as_draft_scheduled_or_sent()
    {
        Assert.That(Draft.Status, Is.EqualTo(CommunicationStatus.Draft));
        Assert.That(Draft.Events.OfType<CommunicationTookPlace>(), Is.Empty);
        var sent = New(Input, Sent);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent.Status, Is.EqualTo(Sent));
            Assert.That(sent.SentAt, Is.EqualTo(Given.Now));
            Assert.That(sent.Events.OfType<CommunicationTookPlace>().Count(), Is.EqualTo(1));
            Assert.That(New(ScheduledInput).Status, Is.EqualTo(Scheduled));
            Assert.That(New(ScheduledInput).Events.OfType<CommunicationTookPlace>().Any(), Is.False);
        }

        foreach (var status in new[] { Scheduled, Delivered, Opened, Responded, Failed, Cancelled })
            Communication.Create(Given.Id, Input, status, Given.By, Given.Now, Given.Now)
                .Fails("communication_created_late", ErrorKind.Invalid, "status");
        foreach (var at in new DateTimeOffset?[] { null, Given.Now, Given.Now.AddSeconds(-1) })
            Communication.Create(Given.Id, ScheduledInput with { ScheduledFor = at }, null, Given.By, Given.Now, Given.Now)
                .Fails("schedule_not_ahead", ErrorKind.Invalid, "scheduledFor");
    }

    [Test]
    public void A_schedule_can_be_set_changed_and_removed_until_the_message_is_sent()
    {
        var communication = Draft;
        communication.ChangeStatus(Scheduled, null, null, Given.Now).Fails("schedule_not_ahead", ErrorKind.Invalid, "scheduledFor");
        communication.Update(ScheduledInput with { ScheduledFor = Given.Now }, Given.Now)
            .Fails("schedule_not_ahead", ErrorKind.Invalid, "scheduledFor");
        communication.Update(ScheduledInput, Given.Now).Succeeds();
        Assert.That(communication.Status, Is.EqualTo(Scheduled));
        communication.Update(ScheduledInput with { Details = Input.Details with { Subject = "Other" } }, Given.Now.AddDays(2)).Succeeds();
        communication.Update(ScheduledInput with { Scheduled = false }, Given.Now).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(communication.Status, Is.EqualTo(CommunicationStatus.Draft));
            Assert.That(communication.Scheduled, Is.False);
            Assert.That(communication.ScheduledFor, Is.EqualTo(ScheduledInput.ScheduledFor));
        }

        communication.ChangeStatus(Scheduled, null, null, Given.Now).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(communication.Status, Is.EqualTo(Scheduled));
            Assert.That(communication.Scheduled, Is.True);
        }
    }

    [Test]
    public void A_sent_communication_cannot_be_changed()
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
        communication.Update(
            ScheduledInput with { Details = Input.Details with { Outcome = "Interested", Duration = 5 }, Links = ActivityLinks.None },
            Given.Now).Succeeds();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(communication.Details.Outcome, Is.EqualTo("Interested"));
            Assert.That(communication.Links, Is.EqualTo(ActivityLinks.None));
            Assert.That(communication.Status, Is.EqualTo(Sent));
        }
    }

    [Test]
    public void It_is_deleted_and_restored()
    {
        var communication = In(Sent);
        communication.Delete(Given.Now);
        communication.Restore(Given.Now);
        communication.Restore(Given.Now);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(communication.DeletedAt, Is.Null);
            Assert.That(communication.Events.Count, Is.EqualTo(2));
        }
    }
}
