using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Stories;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Stories;

public sealed class StoryRuleTests
{
    private static readonly LeaseEvent[] Life =
    [
        .. Some.EventsTo(LeaseState.Active), new LeaseEvent.Extended(Some.RequestId(), TimeSpan.FromMinutes(10), TimeSpan.FromDays(1), At(60)),
        new LeaseEvent.ContainerExited(1, At(71), At(70)), new LeaseEvent.ContainerRestarted(null, At(71)), new LeaseEvent.Expired(At(1200)),
        new LeaseEvent.EvictionFailed("device is busy", At(1210), At(1202)), new LeaseEvent.VerifiedGone(At(1211)),
    ];

    [Fact]
    public void Tell_WholeLife_IsAStepForEachThingDone()
    {
        var story = Tell(Life);

        story.Steps.Select(s => (s.Name, s.Outcome, s.Ending)).ShouldBe(
        [
            ("queue", StoryOutcome.Done, "admitted: vmid 1000, ports 20000"),
            ("image", StoryOutcome.Done, "image is there: sha256:0123456789abcdef"),
            ("container", StoryOutcome.Done, "seen running: container 0123456789ab"),
            ("run", StoryOutcome.Failed, "its program ended: exit code 1"),
            ("extension", StoryOutcome.Done, "by 10m"),
            ("restart", StoryOutcome.Done, "runs again"),
            ("run", StoryOutcome.Done, "time was up"),
            ("removal", StoryOutcome.Failed, "something could not be removed yet: device is busy"),
            ("removal", StoryOutcome.Done, "nothing is left"),
        ]);
        story.Summary.ShouldBe("It is over: its time was up. Nothing of it is left.");
    }

    [Fact]
    public void Tell_AnyLife_LeavesNoGapBetweenSteps()
    {
        var steps = Tell(Life).Steps.Where(s => s.Name != "extension").ToList();

        steps.Zip(steps.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From);
        steps[3].To.ShouldBe(At(70));
    }

    [Theory]
    [InlineData(LeaseState.Queued, "queue")]
    [InlineData(LeaseState.Provisioning, "container")]
    [InlineData(LeaseState.Active, "run")]
    [InlineData(LeaseState.Locked, "locked")]
    [InlineData(LeaseState.Evicting, "removal")]
    public void Tell_LiveLease_HasOneStepUnderWay(LeaseState state, string step)
    {
        var story = Tell([.. Some.EventsTo(state)]);

        story.Steps.Where(s => s.Outcome is StoryOutcome.UnderWay).ShouldHaveSingleItem().Name.ShouldBe(step);
        story.Steps[^1].To.ShouldBeNull();
    }

    [Fact]
    public void Tell_ReleasedWhileItWasMade_IsRemovedOnce()
    {
        var story = Tell([.. Some.EventsTo(LeaseState.Provisioning), new LeaseEvent.Released(null, At(5)),
            new LeaseEvent.ProvisionFailed(new Problem(ErrorCodes.NotActive, "it was released"), At(30), At(6)), new LeaseEvent.VerifiedGone(At(31))]);

        story.Steps.Where(s => s.Name == "removal").ShouldHaveSingleItem().Outcome.ShouldBe(StoryOutcome.Done);
    }

    [Fact]
    public void Tell_RefusedRequest_SaysWhy()
    {
        var story = Tell([new LeaseEvent.Rejected(new Problem(ErrorCodes.NoCapacity, "no memory is free"), At(1))]);

        story.Steps.ShouldHaveSingleItem().Outcome.ShouldBe(StoryOutcome.Failed);
        story.Summary.ShouldStartWith("It never ran: it was refused (no_capacity). Last error: no memory is free");
    }

    [Fact]
    public void Tell_EventOfALaterVersion_GoesByItsState()
    {
        var lease = Some.Lease();
        ImmutableArray<LeaseLogEntry> log = [new(0, At(0), "Enqueued", LeaseState.Queued, null), new(1, At(1), "Teleported", LeaseState.Active, "to the moon")];

        StoryRule.Tell(lease, log).Steps.Select(s => (s.Name, s.Ending)).ShouldBe([("queue", "Teleported: to the moon"), ("run", null)]);
    }

    [Fact]
    public void Words_OfEveryEvent_AreWords() =>
        typeof(LeaseEvent).GetNestedTypes().Select(t => t.Name).Where(n => n != nameof(LeaseEvent.Extended) && StoryWords.Of(n) == n).ShouldBeEmpty();

    private static LeaseStory Tell(LeaseEvent[] events)
    {
        var lease = Some.Lease(LeaseState.Queued);
        var log = ImmutableArray.Create(new LeaseLogEntry(0, Some.Now, "Enqueued", LeaseState.Queued, null));
        foreach (var e in events)
        {
            lease = lease.Apply(e) is Transition.Changed { Lease: var next } ? next : throw new ArgumentException($"{e.Name} does not fit");
            log = log.Add(new LeaseLogEntry(lease.Version, e.At, e.Name, lease.State, e.Detail));
        }

        return StoryRule.Tell(lease, log);
    }

    private static DateTimeOffset At(int seconds) => Some.Now.AddSeconds(seconds);
}
