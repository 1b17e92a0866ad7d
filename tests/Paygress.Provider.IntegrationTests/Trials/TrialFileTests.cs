using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Trials;
using Paygress.Provider.Linux.Trials;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Trials;

public sealed class TrialFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteAsync_ThenRead_IsTheSame()
    {
        var file = new TrialFile(_folder.Path);
        file.Read().ShouldBeNull();
        var report = new TrialReport(Some.Now, "1.2.3", [new TrialLine("cpu", HostCapability.Leases, TrialOutcome.Broken, "it got 2"), new TrialLine("volume size", HostCapability.DataVolumes, TrialOutcome.Held, "\"full\"")]) { Ground = "kernel 6.1" };

        await file.WriteAsync(report, TestContext.Current.CancellationToken);

        var read = file.Read().ShouldNotBeNull();
        (read.At, read.Build, read.Ground).ShouldBe((report.At, report.Build, report.Ground));
        read.Lines.ShouldBe(report.Lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"lines":[null]}""")]
    [InlineData("""{"lines":[{"limit":"cpu","needed":"leases","outcome":"perhaps","said":""}]}""")]
    [InlineData("""{"lines":[{"limit":"cpu","needed":"everything","outcome":"held","said":""}]}""")]
    public void Read_Damaged_IsNone(string content)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "trial.json"), content);

        new TrialFile(_folder.Path).Read().ShouldBeNull();
    }
}
