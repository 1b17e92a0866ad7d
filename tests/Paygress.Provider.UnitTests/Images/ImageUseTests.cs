using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Core.Images;

namespace Paygress.Provider.UnitTests.Images;

public sealed class ImageUseTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ImageUse _use;

    public ImageUseTests() => _use = new ImageUse(_time);

    [Fact]
    public void TryLeave_FoundForALeaseThatMayNotBeNamedYet_IsRefused()
    {
        var found = _time.GetUtcNow();
        _use.TryFind("a").ShouldBeTrue();
        _time.Advance(TimeSpan.FromHours(1));

        _use.TryLeave("a", found - TimeSpan.FromTicks(1)).ShouldBeFalse();
        _use.TryLeave("a", found).ShouldBeFalse();
        _use.TryLeave("b", found).ShouldBeTrue();
        _use.TryLeave("a", found + TimeSpan.FromTicks(1)).ShouldBeTrue();
    }

    [Fact]
    public void TryLeave_FoundAndNotTaken_MayGoAtOnce()
    {
        _use.TryFind("a").ShouldBeTrue();
        _use.Refuse("a");

        _use.TryLeave("a", _time.GetUtcNow()).ShouldBeTrue();
    }

    [Fact]
    public void TryFind_WhileItLeaves_IsRefusedUntilThatIsOver()
    {
        _use.TryLeave("a", _time.GetUtcNow()).ShouldBeTrue();

        _use.TryFind("a").ShouldBeFalse();
        _use.TryLeave("a", _time.GetUtcNow()).ShouldBeFalse();
        _use.Left("a");
        _use.TryFind("a").ShouldBeTrue();
    }
}
