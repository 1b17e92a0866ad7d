using Paygress.Provider.Linux.Checks;
using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.UnitTests.Checks;

public sealed class VolumeCheckTests
{
    // As they are offered: docker's own volumes need neither loop devices nor programs.
    [Theory]
    [InlineData(PlainVolumeKind.Image, CheckOutcome.Failed, "data volumes")]
    [InlineData(PlainVolumeKind.DockerVolume, CheckOutcome.Warned, "encrypted volumes")]
    public async Task Run_NothingIsThere_SaysWhatIsNotOffered(PlainVolumeKind plain, CheckOutcome outcome, string what)
    {
        using var folder = new TempFolder();

        var lines = await new VolumeCheck(new VolumeSupport(folder.Path, folder.Path), plain).RunAsync(TestContext.Current.CancellationToken);

        lines.Count.ShouldBe(VolumeSupport.Programs.Length + 1);
        lines.ShouldAllBe(l => l.Outcome == outcome && l.Detail.EndsWith($"; {what} are not offered", StringComparison.Ordinal) && l.Fix != null);
    }
}
