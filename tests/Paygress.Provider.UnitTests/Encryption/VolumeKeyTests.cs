using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Encryption;

public sealed class VolumeKeyTests
{
    [Fact]
    public void Dispose_Always_ZeroesTheBytesAndGivesThemToNobody()
    {
        var key = new VolumeKey(Requests.Key);
        var bytes = key.Bytes;

        key.Dispose();

        bytes.ToArray().ShouldAllBe(b => b == 0);
        Should.Throw<ObjectDisposedException>(() => key.Bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void New_AnotherLength_IsRefused(int length) => Should.Throw<ArgumentException>(() => new VolumeKey(new byte[length]));

    [Fact]
    public void Keys_DroppedOrDisposed_AreZeroed()
    {
        using var keys = new VolumeKeys();
        var (dropped, left) = (LeaseId.New(Some.Now), LeaseId.New(Some.Now));
        keys.Hold(dropped, Requests.Key);
        keys.Hold(left, Requests.Key);

        keys.Drop(dropped);
        keys.Drop(dropped);
        keys.Holds(dropped).ShouldBeFalse();

        keys.Dispose();
        keys.Count.ShouldBe(0);
    }
}
