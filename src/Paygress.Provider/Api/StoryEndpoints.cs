using System.Collections.Immutable;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Stories;
using Paygress.Provider.Core.Text;

namespace Paygress.Provider.Api;

/// <summary>Why a lease is as it is.</summary>
internal static class StoryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/leases/{id}/why", TellAsync);

    private static async Task<IResult> TellAsync(
        string id, LeaseWaiter finder, ILeaseStore store, ILeaseJournal journal, IWallClock wall, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        if (await finder.FindAsync(id, cancellationToken) is not { } lease)
        {
            return ProblemResults.NoSuchLease(id);
        }

        var story = StoryRule.Tell(lease, await store.ListEventsAsync(lease.Id, cancellationToken));
        var read = await journal.ReadAsync(lease.Id, cancellationToken);
        var entries = read is HostResult<ImmutableArray<JournalEntry>>.Done { Value: var found } ? found : [];
        var message = new WhyMessage(
            lease.Id.ToString(),
            lease.Vmid?.Value,
            EnumText<LeaseState>.Of(lease.State),
            story.Summary,
            [.. story.Steps.Select(s => ToMessage(s, wall, timeProvider.GetUtcNow()))],
            [.. entries.Select(e => new JournalEntryMessage(e.At, e.Priority, e.Event, e.Message))],
            read.Error?.Detail);
        return Results.Json(message, ApiJsonContext.Default.WhyMessage);
    }

    private static WhyStepMessage ToMessage(StoryStep step, IWallClock wall, DateTimeOffset now) => new(
        step.Name, wall.ToWall(step.From), Math.Round(Math.Max(0, ((step.To ?? now) - step.From).TotalSeconds), 3), EnumText<StoryOutcome>.Of(step.Outcome), step.Ending);
}
