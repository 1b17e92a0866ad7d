using System.Text;

namespace Paygress.Provider.UnitTests.Cli.Verbs;

public sealed class LogsVerbTests
{
    private const string Hostile = "done\u001b[2J\n";

    // A terminal is steered whatever TERM says of it.
    [Theory]
    [InlineData("xterm")]
    [InlineData("dumb")]
    public async Task Logs_OnATerminal_CannotSteerIt(string term) => (await PrintAsync(isScreen: true, term)).ShouldBe("done [2J\n");

    [Fact]
    public async Task Logs_IntoAPipe_AreAsTheyWereWritten() => (await PrintAsync(isScreen: false)).ShouldBe(Hostile);

    private static async Task<string> PrintAsync(bool isScreen, string term = "xterm")
    {
        var cli = new CliHarness { IsScreen = isScreen };
        cli.Environment["TERM"] = term;
        cli.Provider.Answer(Encoding.UTF8.GetBytes(Hostile), "application/octet-stream");

        (await cli.RunAsync("logs", "1000")).ShouldBe(ExitCode.Done);
        return Encoding.UTF8.GetString(cli.RawOutput.ToArray());
    }
}
