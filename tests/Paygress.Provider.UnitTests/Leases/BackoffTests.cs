using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.UnitTests.Leases;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 32)]
    [InlineData(6, 60)]
    [InlineData(int.MaxValue, 60)]
    public void Next_Attempts_DoublesUpToAMinute(int attempts, int seconds) =>
        Backoff.Next(attempts).ShouldBe(TimeSpan.FromSeconds(seconds));
}
