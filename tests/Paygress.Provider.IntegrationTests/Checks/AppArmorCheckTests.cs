using Paygress.Provider.Linux.Checks;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Checks;

public sealed class AppArmorCheckTests : IDisposable
{
    private const string Denial = """<5>[ 1.0] audit: apparmor="DENIED" operation="mount" profile="docker-default" comm="mount" """;

    private readonly TempFolder _root = new();

    public AppArmorCheckTests()
    {
        Put("sys/module/apparmor/parameters/enabled", "Y\n");
        Put("bin/apparmor_parser", "");
        File.SetUnixFileMode(_root.File("bin/apparmor_parser"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("", CheckOutcome.Passed, "in use; no denial that concerns docker or the provider")]
    [InlineData(null, CheckOutcome.Passed, "in use; the kernel's log may not be read, so denials were not looked for")]
    [InlineData(Denial, CheckOutcome.Warned, "1 denials in the kernel's log; the last: mount by mount, profile docker-default")]
    public async Task Run_InUse_LooksForDenials(string? log, CheckOutcome outcome, string detail)
    {
        var line = await RunAsync(log);

        (line.Outcome, line.Detail).ShouldBe((outcome, detail));
    }

    [Fact]
    public async Task Run_NoParser_SaysThatNoContainerStarts()
    {
        File.Delete(_root.File("bin/apparmor_parser"));

        var line = await RunAsync("");

        line.Outcome.ShouldBe(CheckOutcome.Failed);
        line.Fix.ShouldNotBeNull().ShouldContain("apt install apparmor");
    }

    [Fact]
    public async Task Run_NotUsed_IsFine()
    {
        Put("sys/module/apparmor/parameters/enabled", "N\n");

        (await RunAsync(Denial)).Outcome.ShouldBe(CheckOutcome.Passed);
    }

    private async Task<CheckLine> RunAsync(string? log) =>
        (await new AppArmorCheck(() => log, _root.Path, _root.File("bin")).RunAsync(TestContext.Current.CancellationToken)).ShouldHaveSingleItem();

    private void Put(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root.File(file))!); // a file here is always in a folder
        File.WriteAllText(_root.File(file), text);
    }
}
