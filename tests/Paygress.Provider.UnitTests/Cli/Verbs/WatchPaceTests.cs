using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Cli.Verbs;

namespace Paygress.Provider.UnitTests.Cli.Verbs;

public sealed class WatchPaceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly WatchPace _pace;

    public WatchPaceTests() => _pace = new WatchPace(_time);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.05, 1)]
    [InlineData(2, 20)]
    [InlineData(60, 30)]
    public async Task Measure_AnswerThatTookSoLong_IsFollowedByARest(double took, double rest)
    {
        await _pace.MeasureAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(took));
            return Task.FromResult(true);
        });

        _pace.Pause.ShouldBe(TimeSpan.FromSeconds(rest));
        _time.Advance(TimeSpan.FromSeconds(rest) - TimeSpan.FromTicks(1));
        _pace.IsDue.ShouldBeFalse();
        _time.Advance(TimeSpan.FromTicks(1));
        _pace.IsDue.ShouldBeTrue();
    }
}
