using Paygress.Provider.Core.Clocks;

namespace Paygress.Provider.TestSupport.Clocks;

/// <summary>The clocks of a machine that the test boots, puts to sleep, and whose wall clock it sets.</summary>
/// <param name="time">True time; the fake never shows it itself.</param>
public sealed class FakeHostClock(TimeProvider time) : IHostClock, IWallClock
{
    private DateTimeOffset _bootedAt = time.GetUtcNow() - TimeSpan.FromHours(1);
    private int _boots = 1;

    /// <summary>How far the wall clock is ahead of true time.</summary>
    public TimeSpan Skew { get; set; }

    public bool? IsSynchronised { get; set; } = true;

    /// <summary>How much the machine has slept since it was booted; the test lets that much true time pass.</summary>
    public TimeSpan Suspended { get; set; }

    public TimeSpan SinceBoot => time.GetUtcNow() - _bootedAt;

    public DateTimeOffset Wall => time.GetUtcNow() + Skew;

    public HostTime Read() => new($"boot-{_boots}", SinceBoot, Suspended, Wall, IsSynchronised);

    /// <summary>The machine was started again just now.</summary>
    public void Reboot() => (_bootedAt, _boots, Suspended) = (time.GetUtcNow(), _boots + 1, TimeSpan.Zero);
}
