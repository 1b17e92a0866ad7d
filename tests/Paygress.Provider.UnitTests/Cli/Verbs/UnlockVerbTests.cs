using System.Text.Json;
using Paygress.Provider.Api;

namespace Paygress.Provider.UnitTests.Cli.Verbs;

public sealed class UnlockVerbTests
{
    [Fact]
    public async Task Unlock_KeyOnStandardInput_SendsItsBytes()
    {
        var key = Requests.Key;
        var cli = new CliHarness { Input = new MemoryStream(key) };
        cli.Provider.Answer(SomeLease.Active());

        (await cli.RunAsync("unlock", "1005", "--key-file", "-")).ShouldBe(ExitCode.Done);

        cli.Provider.Requests[0].ShouldBe("POST /v1/leases/1005/unlock");
        JsonSerializer.Deserialize(cli.Provider.Bodies[0], ApiJsonContext.Default.UnlockMessage).ShouldNotBeNull().Key.ShouldBe(Requests.Key);
        cli.Out.ShouldContain("lease 1005 is unlocked");
    }

    [Fact]
    public async Task Unlock_NoKeyInTheFile_SaysHowToMakeOne()
    {
        var cli = new CliHarness { Input = new MemoryStream("short"u8.ToArray()) };

        (await cli.RunAsync("unlock", "1005", "--key-file", "-")).ShouldBe(ExitCode.Usage);

        cli.Error.ShouldContain("holds no key of 32 bytes");
        cli.Provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Unlock_InterruptedBeforeTheKeyHasCome_EndsAtOnce()
    {
        using var input = new SilentInput();
        using var interrupt = new CancellationTokenSource();
        var cli = new CliHarness { Input = input };
        var run = cli.RunUntilAsync(interrupt, "unlock", "1005", "--key-file", "-");
        await input.IsRead;

        await interrupt.CancelAsync();

        (await run).ShouldBe(ExitCode.Interrupted);
        cli.Provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Unlock_NoKeyFile_IsAUsageError()
    {
        var cli = new CliHarness();

        (await cli.RunAsync("unlock", "1005")).ShouldBe(ExitCode.Usage);

        cli.Error.ShouldContain("--key-file");
    }
}
