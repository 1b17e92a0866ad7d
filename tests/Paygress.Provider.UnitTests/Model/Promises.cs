using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.UnitTests.Model;

/// <summary>What must hold between a lease as it is and as its tenant may expect it.</summary>
internal static class Promises
{
    // The rules turn at least that often in a run.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    public static void Hold(ExpectedLease expected, Lease real, ContainerStatus? container, DateTimeOffset now)
    {
        real.State.ShouldBe(expected.State, real.LastError);
        real.Duration.ShouldBe(expected.Duration);
        if (real.State is LeaseState.Ended)
        {
            real.EndReason.ShouldBe(expected.Reason);
        }

        if (real.StartedAt is { } started)
        {
            EndIsRight(expected, real, started + expected.Duration, now);
        }

        (container?.LeaseId == real.Id && container.IsRunning).ShouldBe(real.State is LeaseState.Active && !real.Completed, $"{real.State}: does it run?");
        (real.Completed && !expected.MayBeDone).ShouldBeFalse("taken for done");
    }

    private static void EndIsRight(ExpectedLease expected, Lease real, DateTimeOffset sold, DateTimeOffset now)
    {
        real.ExpiresAt.ShouldBe(sold + real.OutageCredit);
        real.OutageCredit.ShouldBeInRange(expected.Credit.Least, expected.Credit.Most, "what outages took is given back, and no more");
        if (real.IsOver)
        {
            (real.EndReason is EndReason.Expired && real.EndedAt < sold + expected.Credit.Least).ShouldBeFalse("ended early");
        }
        else
        {
            now.ShouldBeLessThan(sold + expected.Credit.Most + Bound, "runs on unpaid");
        }
    }
}
