using System.Globalization;
using Paygress.Provider.Linux.Clocks;

namespace Paygress.Provider.IntegrationTests.Clocks;

public sealed class HostClockTests
{
    private readonly HostClock _clock = new();

    [Fact]
    public void SinceBoot_IsWhatTheKernelSays()
    {
        var uptime = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);

        _clock.SinceBoot.TotalSeconds.ShouldBe(uptime, tolerance: 5);
        _clock.Suspended.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
        _clock.Suspended.ShouldBeLessThanOrEqualTo(_clock.SinceBoot);
    }

    [Fact]
    public void Read_IsOfThisBoot()
    {
        var now = _clock.Read();

        now.BootId.ShouldBe(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());
        now.Wall.ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(5));
    }
}
