using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Stories;

/// <summary>Makes a story of a lease's event log: each event ends a step, and most begin the next one.</summary>
public static class StoryRule
{
    private const string Removal = "removal";

    private static readonly ImmutableHashSet<string> Mishaps =
    [
        nameof(LeaseEvent.Rejected), nameof(LeaseEvent.ProvisionFailed), nameof(LeaseEvent.ContainerExited), nameof(LeaseEvent.RestartFailed), nameof(LeaseEvent.ContainerLost),
        nameof(LeaseEvent.DiskLimitReached), nameof(LeaseEvent.OutageBegan), nameof(LeaseEvent.KeyLost), nameof(LeaseEvent.EvictionFailed),
    ];

    public static LeaseStory Tell(Lease lease, ImmutableArray<LeaseLogEntry> log)
    {
        var steps = ImmutableArray.CreateBuilder<StoryStep>();
        var open = -1;
        foreach (var entry in log)
        {
            // Under an extension, what goes on goes on.
            if (entry.Name == nameof(LeaseEvent.Extended))
            {
                steps.Add(new StoryStep("extension", entry.At, entry.At, StoryOutcome.Done, entry.Detail));
                continue;
            }

            // It was released while it was made: that it was not made is no failure of the removal.
            if (entry.Name == nameof(LeaseEvent.ProvisionFailed) && open >= 0 && steps[open].Name == Removal)
            {
                continue;
            }

            if (open >= 0)
            {
                steps[open] = End(steps[open], entry);
            }

            open = -1;
            if (NameAfter(entry) is { } name)
            {
                open = steps.Count;
                steps.Add(new StoryStep(name, entry.At, To: null, StoryOutcome.UnderWay, Ending: null));
            }
        }

        return new LeaseStory(StorySummary.Of(lease), steps.ToImmutable());
    }

    private static StoryStep End(StoryStep step, LeaseLogEntry entry) => step with
    {
        To = entry.At,
        Outcome = Mishaps.Contains(entry.Name) ? StoryOutcome.Failed : StoryOutcome.Done,
        Ending = StoryWords.Of(entry.Name) + (string.IsNullOrEmpty(entry.Detail) ? "" : $": {entry.Detail}"),
    };

    // The event tells most; an event that this program does not know still has a state.
    private static string? NameAfter(LeaseLogEntry entry) => (entry.Name, entry.State) switch
    {
        (nameof(LeaseEvent.ImageReady), _) => "container",
        (nameof(LeaseEvent.ContainerExited) or nameof(LeaseEvent.RestartFailed), _) => "restart",
        (nameof(LeaseEvent.ContainerCompleted), _) => "rest",
        (nameof(LeaseEvent.OutageBegan), _) => "outage",
        (_, LeaseState.Queued) => "queue",
        (_, LeaseState.Provisioning) => "image",
        (_, LeaseState.Active) => "run",
        (_, LeaseState.Locked) => "locked",
        (_, LeaseState.Evicting) => Removal,
        _ => null,
    };
}
