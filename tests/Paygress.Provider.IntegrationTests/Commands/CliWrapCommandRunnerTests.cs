using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.IntegrationTests.Commands;

public sealed class CliWrapCommandRunnerTests : IDisposable
{
    private const int Limit = 30_000;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(25);

    private readonly string _folder = Directory.CreateTempSubdirectory("commands-").FullName;
    private readonly FakeLogger<CliWrapCommandRunner> _logger = new();
    private readonly CliWrapCommandRunner _runner;

    public CliWrapCommandRunnerTests() => _runner = new CliWrapCommandRunner(TimeProvider.System, _logger);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = Limit)]
    public async Task RunAsync_FileIsNotExecutable_SaysSo()
    {
        var file = Path.Join(_folder, "plain");
        await File.WriteAllTextAsync(file, "#!/bin/sh\n", Token);

        (await RunAsync(file)).ShouldBe(new CommandResult.NotStarted(NotStartedReason.NotExecutable));
    }

    [Fact(Timeout = Limit)]
    [SuppressMessage("Interoperability", "CA1416", Justification = "The tests run on Linux only.")]
    public async Task RunAsync_ExecutableFileIsNoProgram_SaysSo()
    {
        var file = Path.Join(_folder, "rubbish");
        await File.WriteAllTextAsync(file, "\u0001 nothing the kernel knows", Token);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (await RunAsync(file)).ShouldBe(new CommandResult.NotStarted(NotStartedReason.NotExecutable));
    }

    [Fact(Timeout = Limit)]
    public async Task RunAsync_ArgumentsAreTooLong_IsRefused()
    {
        var result = await _runner.RunAsync(TestProgram.Command(Long, "print-args", new string('x', 4_000_000)), Token);

        result.ShouldBe(new CommandResult.NotStarted(NotStartedReason.Refused));
    }

    [Fact(Timeout = Limit)]
    public async Task RunAsync_OddArguments_ArriveUnchanged()
    {
        string[] odd = ["", " ", "a b", "\"", "\\", "\\\"", "a\\\\\" b\\", "'$(id)`", "*", "--", "-x", "é\n\t", "a\"b\"c"];

        var exited = await ExitedAsync(["print-args", .. odd]);

        exited.StandardOutput.Text.Split('\0').ShouldBe(odd);
    }

    [Fact(Timeout = Limit)]
    public async Task RunAsync_ArgumentWithNul_Throws()
    {
        await Should.ThrowAsync<ArgumentException>(_runner.RunAsync(TestProgram.Command(Long, "print-args", "a\0b"), Token));
    }

    [Fact(Timeout = Limit)]
    public async Task RunAsync_OddBytesOnStandardInput_ArriveUnchanged()
    {
        var spec = TestProgram.Command(Long, "echo-stdin") with { StandardInput = "\n\0\r\né"u8.ToArray() };

        var exited = (await _runner.RunAsync(spec, Token)).ShouldBeOfType<CommandResult.Exited>();

        Encoding.UTF8.GetBytes(exited.StandardOutput.Text).ShouldBe("\n\0\r\né"u8.ToArray());
    }

    [Fact(Timeout = Limit)]
    public async Task RunAsync_ProgramDoesNotReadItsInput_IsNoError()
    {
        var spec = TestProgram.Command(Long, "exit", "4") with { StandardInput = new byte[4_000_000] };

        (await _runner.RunAsync(spec, Token)).ShouldBeOfType<CommandResult.Exited>().ExitCode.ShouldBe(4);
    }

    [Theory(Timeout = Limit)]
    [InlineData("stdout")]
    [InlineData("stderr")]
    public async Task RunAsync_ProgramFloodsItsOutput_KeepsTheFirstPart(string stream)
    {
        var exited = await ExitedAsync("flood", stream, "50000000");

        exited.ExitCode.ShouldBe(0);
        exited.StandardOutput.ShouldBe(
            stream == "stdout" ? new BoundedText(new string('x', 1024 * 1024), IsTruncated: true) : BoundedText.Empty);
        exited.StandardError.ShouldBe(
            stream == "stderr" ? new BoundedText(new string('x', 64 * 1024), IsTruncated: true) : BoundedText.Empty);
    }

    [Fact(Timeout = Limit)]
    public async Task RunAsync_SecretInOurEnvironment_IsNotInherited()
    {
        Environment.SetEnvironmentVariable("PAYGRESS_TEST_SECRET", "do not hand on");

        var spec = TestProgram.Command(Long, "print-env");
        var exited = (await _runner.RunAsync(spec, Token)).ShouldBeOfType<CommandResult.Exited>();

        var names = exited.StandardOutput.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=')[0]);
        string[] allowed =
        [
            "PATH", "HOME", "LANG", "LC_ALL", "DOCKER_HOST", "DOCKER_CONFIG", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH",
        ];
        names.Except(allowed).ShouldBe(spec.ExtraEnvironment.Keys);
        exited.StandardOutput.Text.ShouldContain("LC_ALL=C\n");
    }

    [Fact(Timeout = Limit)]
    public async Task RunAsync_Always_RunsInTheRootDirectory()
    {
        (await ExitedAsync("print-directory")).StandardOutput.Text.ShouldBe("/");
    }

    [Fact(Timeout = Limit)]
    public async Task RunAsync_TimeIsUpAndProgramObeysInterrupt_ReturnsWhatItWrote()
    {
        var run = await StartAndTimeOutAsync(new FakeTimeProvider(), "obey-interrupt");

        (await run).ShouldBeOfType<CommandResult.TimedOut>().StandardOutput.Text.ShouldBe("interrupted");
    }

    [Fact(Timeout = Limit)]
    public async Task RunAsync_TimeIsUpAndProgramIsDeaf_IsKilledAfterTheGrace()
    {
        var time = new FakeTimeProvider();
        var run = await StartAndTimeOutAsync(time, "ignore-signals");
        var waited = TimeSpan.Zero;

        for (var step = TimeSpan.FromMilliseconds(250); !run.IsCompleted; waited += step)
        {
            time.Advance(step);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }

        (await run).ShouldBeOfType<CommandResult.TimedOut>().StandardOutput.Text.ShouldBe("deaf");
        waited.ShouldBeGreaterThanOrEqualTo(CliWrapCommandRunner.StopGrace);
        IsRunning(await File.ReadAllTextAsync(ReadyFile, Token)).ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task RunAsync_TimeIsUpAndProgramIsDeaf_ItsChildrenAreKilledToo()
    {
        var result = await ShellAsync("trap '' INT; sleep 60 & echo $!; wait");

        var timedOut = result.ShouldBeOfType<CommandResult.TimedOut>();
        IsRunning(timedOut.StandardOutput.Text).ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task RunAsync_TimeIsUpAndGrandchildHoldsThePipes_ReturnsWhatIsKnown()
    {
        // The shell obeys the interrupt; a shell's background job ignores it and lives on with the pipes.
        var result = await ShellAsync("sleep 15 & echo known; wait");

        var timedOut = result.ShouldBeOfType<CommandResult.TimedOut>();
        timedOut.StandardOutput.ShouldBe(new BoundedText("known\n", IsTruncated: true));
        timedOut.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact(Timeout = Limit)]
    public async Task RunAsync_GrandchildHoldsThePipes_ReturnsSoonAfterTheExit()
    {
        var exited = await ExitedAsync("leave-grandchild", "20000");

        exited.ExitCode.ShouldBe(0);
        exited.StandardOutput.ShouldBe(new BoundedText("left", IsTruncated: true));
        exited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    // As a program does that is being started at the same time; its answer was told as cut off, and a spawn undone for it.
    [Fact(Timeout = Limit)]
    public async Task RunAsync_SomebodyHoldsThePipesForAMoment_IsReadToTheEnd() =>
        (await _runner.RunAsync(new CommandSpec { Program = "sh", Arguments = ["-c", "sleep 1 & printf left"], Timeout = Long }, Token))
            .ShouldBeOfType<CommandResult.Exited>().StandardOutput.ShouldBe(new BoundedText("left", IsTruncated: false));

    [Fact(Timeout = Limit)]
    public async Task RunAsync_CallerCancels_ProgramIsGoneBeforeItThrows()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var run = _runner.RunAsync(TestProgram.Command(Long, "ignore-signals", ReadyFile), caller.Token);
        await ReadyAsync();

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(run);
        IsRunning(await File.ReadAllTextAsync(ReadyFile, Token)).ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task RunAsync_ManyHangingPrograms_DoNotHoldEachOtherUp()
    {
        var hanging = Enumerable.Range(0, 12)
            .Select(_ => _runner.RunAsync(new CommandSpec { Program = "sleep", Arguments = ["60"], Timeout = TimeSpan.FromSeconds(5) }, Token))
            .ToList();

        var exited = (await RunAsync("true")).ShouldBeOfType<CommandResult.Exited>();

        exited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        (await Task.WhenAll(hanging)).ShouldAllBe(result => result is CommandResult.TimedOut);
    }

    [Fact(Timeout = Limit)]
    public async Task RunAsync_Always_LogsOneDebugEventWithoutArguments()
    {
        await ExitedAsync("write", "out", "secret-looking", "3");
        await RunAsync("/nonexistent/tool");
        await _runner.RunAsync(TestProgram.Command(TimeSpan.FromMilliseconds(100), "sleep", "60000"), Token);

        var records = _logger.Collector.GetSnapshot();
        records.Select(record => record.Id.Id).ShouldBe(
            [EventIds.CommandFinished, EventIds.CommandNotStarted, EventIds.CommandTimedOut]);
        records.ShouldAllBe(record => record.Level == LogLevel.Debug);
        records.ShouldAllBe(record => !record.Message.Contains("secret-looking") && !record.Message.Contains('/'));
    }

    private string ReadyFile => Path.Join(_folder, "ready");

    private Task<CommandResult> RunAsync(string program) =>
        _runner.RunAsync(new CommandSpec { Program = program, Timeout = Long }, Token);

    private async Task<CommandResult.Exited> ExitedAsync(params string[] arguments) =>
        (await _runner.RunAsync(TestProgram.Command(Long, arguments), Token)).ShouldBeOfType<CommandResult.Exited>();

    private async Task ReadyAsync()
    {
        while (!File.Exists(ReadyFile) || new FileInfo(ReadyFile).Length == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }
    }

    // A zombie is not running: who reaps an orphan is not our affair.
    private static bool IsRunning(string pid) =>
        File.Exists($"/proc/{pid.Trim()}/stat")
        && !File.ReadAllText($"/proc/{pid.Trim()}/stat").Contains(") Z ", StringComparison.Ordinal);

    private Task<CommandResult> ShellAsync(string script) =>
        _runner.RunAsync(
            new CommandSpec { Program = "sh", Arguments = ["-c", script], Timeout = TimeSpan.FromSeconds(1) },
            Token);

    // The deadline and the grace come from the fake clock, so they pass exactly when the program is ready for them.
    private async Task<Task<CommandResult>> StartAndTimeOutAsync(FakeTimeProvider time, string behaviour)
    {
        var runner = new CliWrapCommandRunner(time, _logger);
        var run = runner.RunAsync(TestProgram.Command(TimeSpan.FromHours(1), behaviour, ReadyFile), Token);
        await ReadyAsync();
        time.Advance(TimeSpan.FromHours(1));
        return run;
    }
}
