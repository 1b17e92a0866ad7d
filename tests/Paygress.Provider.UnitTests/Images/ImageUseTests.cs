using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Core.Images;

namespace Paygress.Provider.UnitTests.Images;

public sealed class ImageUseTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ImageUse _use;

    public ImageUseTests() => _use = new ImageUse(_time);

    [Fact]
    public void TryLeave_FoundAMomentAgo_IsRefusedForAWhile()
    {
        _use.TryFind("a").ShouldBeTrue();

        _use.TryLeave("a").ShouldBeFalse();
        _use.TryLeave("b").ShouldBeTrue();
        _time.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        _use.TryLeave("a").ShouldBeFalse();
        _time.Advance(TimeSpan.FromTicks(1));
        _use.TryLeave("a").ShouldBeTrue();
    }

    [Fact]
    public void TryLeave_FoundAndNotTaken_MayGoAtOnce()
    {
        _use.TryFind("a").ShouldBeTrue();
        _use.Refuse("a");

        _use.TryLeave("a").ShouldBeTrue();
    }

    [Fact]
    public void TryFind_WhileItLeaves_IsRefusedUntilThatIsOver()
    {
        _use.TryLeave("a").ShouldBeTrue();

        _use.TryFind("a").ShouldBeFalse();
        _use.TryLeave("a").ShouldBeFalse();
        _use.Left("a");
        _use.TryFind("a").ShouldBeTrue();
    }
}
