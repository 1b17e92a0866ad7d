using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Outages;

/// <summary>What an outage does to a lease's end.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Most = TimeSpan.FromHours(24);
    private static readonly DateTimeOffset End = Some.Now.AddMinutes(10);
    private static readonly DateTimeOffset Since = Some.Now.AddMinutes(4);

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(7, 7)]
    [InlineData(60, 60)]
    [InlineData(61, 60)]
    public void CreditAt_IsTheTimeSinceThen_UpToWhatIsHeld(int minutes, int expected) =>
        new Outage(Since, TimeSpan.FromHours(1)).CreditAt(Since.AddMinutes(minutes)).ShouldBe(TimeSpan.FromMinutes(expected));

    [Fact]
    public void Apply_OutageBegan_PutsOffTheEndAsFarAsItCanCome()
    {
        var lease = Changed(Some.Lease(), Began());

        lease.ExpiresAt.ShouldBe(End + Most);
        lease.EndAsOf(Since).ShouldBe(End);
        lease.EndAsOf(Since.AddMinutes(3)).ShouldBe(End.AddMinutes(3));
        lease.Apply(new LeaseEvent.Expired(End.AddMinutes(1))).ShouldBeOfType<Transition.Refused>();
    }

    [Fact]
    public void Apply_OutageBeganTwice_CountsFromTheFirst() =>
        Changed(Some.Lease(), Began()).Apply(new LeaseEvent.OutageBegan(Since.AddMinutes(1), Most, Since)).ShouldBeOfType<Transition.Repeated>();

    [Fact]
    public void Apply_OutageBeganAfterTheEnd_GivesNothing()
    {
        var refused = Some.Lease().Apply(new LeaseEvent.OutageBegan(End, Most, End.AddHours(1))).ShouldBeOfType<Transition.Refused>();

        refused.Problem.Code.ShouldBe(ErrorCodes.LeaseExpired);
    }

    [Fact]
    public void Apply_OutageBeganBeforeTheLease_CountsFromItsStart() =>
        Changed(Some.Lease(), new LeaseEvent.OutageBegan(Some.Now.AddDays(-1), Most, Since)).Outage!.Since.ShouldBe(Some.Now);

    [Fact]
    public void Apply_OutageBeganOnALeaseThatHasRunItsCourse_GivesNothing() =>
        Changed(Some.Lease(), new LeaseEvent.ContainerCompleted(0, Some.Now)).Apply(Began()).ShouldBeOfType<Transition.Repeated>();

    public static TheoryData<LeaseEvent> Ends =>
    [
        new LeaseEvent.OutageEnded(Since.AddMinutes(3)),
        new LeaseEvent.ContainerRestarted(null, Since.AddMinutes(3)),
        new LeaseEvent.KeyLost(Since.AddMinutes(3)),
        new LeaseEvent.ContainerCompleted(0, Since.AddMinutes(3)),
        new LeaseEvent.Released(null, Since.AddMinutes(3)),
        new LeaseEvent.ContainerLost(Since.AddMinutes(3)),
    ];

    [Theory]
    [MemberData(nameof(Ends), DisableDiscoveryEnumeration = true)]
    public void Apply_WhatEndsAnOutage_GivesBackWhatWasLost(LeaseEvent e)
    {
        var lease = Changed(Changed(Some.Lease(), Began()), e);

        (lease.Outage, lease.OutageCredit, lease.ExpiresAt).ShouldBe((null, TimeSpan.FromMinutes(3), End.AddMinutes(3)));
    }

    [Fact]
    public void Apply_ManyOutages_GiveBackNoMoreThanTheMost()
    {
        var most = TimeSpan.FromMinutes(5);
        var lease = Some.Lease();
        for (var i = 0; i < 3; i++)
        {
            lease = Changed(lease, new LeaseEvent.OutageBegan(Since, most, Since));
            lease = Changed(lease, new LeaseEvent.OutageEnded(Since.AddMinutes(2)));
        }

        (lease.OutageCredit, lease.ExpiresAt).ShouldBe((most, End + most));
    }

    [Fact]
    public void Apply_OutageThatNeverEnds_EndsTheLeaseWhenTheMostIsUsedUp()
    {
        var lease = Changed(Some.Lease(), Began());

        lease.Apply(new LeaseEvent.Expired((End + Most).AddTicks(-1))).ShouldBeOfType<Transition.Refused>();
        var expired = Changed(lease, new LeaseEvent.Expired(End + Most));

        (expired.State, expired.OutageCredit, expired.ExpiresAt).ShouldBe((LeaseState.Evicting, Most, End + Most));
    }

    [Fact]
    public void Apply_ExtendedDuringAnOutage_KeepsBoth()
    {
        var extended = Changed(Changed(Some.Lease(), Began()), new LeaseEvent.Extended(Some.RequestId(), TimeSpan.FromMinutes(5), TimeSpan.FromDays(1), Since));

        Changed(extended, new LeaseEvent.OutageEnded(Since.AddMinutes(3))).ExpiresAt.ShouldBe(End.AddMinutes(8));
    }

    private static LeaseEvent.OutageBegan Began() => new(Since, Most, Since);

    private static Lease Changed(Lease lease, LeaseEvent e) => lease.Apply(e).ShouldBeOfType<Transition.Changed>().Lease;
}
