using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Timers;

public sealed class ExpiryTimerRuleTests
{
    private static readonly Lease Lease = Some.Lease(duration: TimeSpan.FromSeconds(600));
    private static readonly TimeSpan Margin = ExpiryTimerRule.Margin(new CleanupOptions());

    [Fact]
    public void Margin_OfTheDefaults_IsTheGraceAndFiveSeconds() => Margin.ShouldBe(TimeSpan.FromSeconds(7));

    [Theory]
    [InlineData(0, 1607)]
    [InlineData(1, 1608)]
    [InlineData(999_999_9, 1608)]
    [InlineData(10_000_000, 1608)]
    [InlineData(10_000_001, 1609)]
    public void For_PartsOfASecond_AreRoundedUp(long ticks, long second) =>
        ExpiryTimerRule.For(Lease, Some.Now, TimeSpan.FromSeconds(1000) + TimeSpan.FromTicks(ticks), Margin).Second.ShouldBe(second);

    [Fact]
    public void For_AnyMoment_IsNeverBeforeTheEnd()
    {
        for (var i = 0; i < 10_000; i++)
        {
            var passed = TimeSpan.FromTicks(i * 7_000_003L);
            var uptime = TimeSpan.FromTicks(123_456_789_012) + passed;

            var timer = ExpiryTimerRule.For(Lease, Some.Now + passed, uptime, Margin);

            var left = TimeSpan.FromSeconds(timer.Second) - uptime;
            (Some.Now + passed + left - Lease.ExpiresAt!.Value).ShouldBeInRange(Margin, Margin + TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void For_EndLongPast_IsNotBeforeTheBoot() =>
        ExpiryTimerRule.For(Lease, Some.Now.AddDays(3), TimeSpan.FromSeconds(10), Margin).Second.ShouldBe(0);

    [Theory]
    [InlineData(1605, true)]
    [InlineData(1607, true)]
    [InlineData(1609, true)]
    [InlineData(1604, false)]
    [InlineData(1610, false)]
    public void Fits_Difference_IsSmallerThanTheMargin(long second, bool fits) =>
        ExpiryTimerRule.Fits(new ExpiryTimer(Lease.Id, second), new ExpiryTimer(Lease.Id, 1607)).ShouldBe(fits);

    [Fact]
    public void Fits_OtherLease_DoesNot() =>
        ExpiryTimerRule.Fits(new ExpiryTimer(LeaseId.New(Some.Now), 1607), new ExpiryTimer(Lease.Id, 1607)).ShouldBeFalse();

    [Fact]
    public void IsFirstEnd_AfterAnExtensionOrACredit_IsNot()
    {
        ExpiryTimerRule.IsFirstEnd(Lease).ShouldBeTrue();
        ExpiryTimerRule.IsFirstEnd(Lease with { ExpiresAt = Lease.ExpiresAt + TimeSpan.FromSeconds(1) }).ShouldBeFalse();
        ExpiryTimerRule.IsFirstEnd(Lease with { Extensions = [new LeaseExtension(Some.RequestId(), TimeSpan.FromSeconds(1))] }).ShouldBeFalse();
    }
}
