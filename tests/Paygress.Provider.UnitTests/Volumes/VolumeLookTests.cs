using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.UnitTests.Volumes;

public sealed class VolumeLookTests
{
    // Found by a run in which one spawn was refused because another one had just finished its image.
    [Fact]
    public void At_FileIsRenamedInTheMiddle_LooksAgain()
    {
        var looks = 0;

        VolumeLook.At(() => ++looks == 1 ? throw new FileNotFoundException("1005.new") : looks).ShouldBe(HostResult.Of(2));
    }

    [Fact]
    public void At_FileIsNeverThere_IsUnknown() =>
        VolumeLook.At<int>(() => throw new FileNotFoundException("gone")).ShouldBeOfType<HostResult<int>.Unknown>().Problem.Detail.ShouldBe("gone");

    [Fact]
    public void At_DiskFails_IsUnknownAtOnce()
    {
        var looks = 0;

        VolumeLook.At<int>(() => throw new IOException($"look {++looks}")).ShouldBeOfType<HostResult<int>.Unknown>();

        looks.ShouldBe(1);
    }
}
