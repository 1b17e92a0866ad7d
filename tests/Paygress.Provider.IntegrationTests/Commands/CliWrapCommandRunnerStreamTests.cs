using Microsoft.Extensions.Logging.Abstractions;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.IntegrationTests.Commands;

public sealed class CliWrapCommandRunnerStreamTests
{
    private const int Limit = 30_000;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(25);

    private readonly CliWrapCommandRunner _runner = new(TimeProvider.System, NullLogger<CliWrapCommandRunner>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task StreamLinesAsync_SlowLines_ArriveBeforeTheEnd()
    {
        using var owner = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var lines = new List<string>();

        var run = _runner.StreamLinesAsync(
            TestProgram.Stream(Long, "lines", "100000", "10"),
            async (line, _) =>
            {
                lines.Add(line.Text);
                if (lines.Count == 3)
                {
                    await owner.CancelAsync();
                }
            },
            owner.Token);

        await Should.ThrowAsync<OperationCanceledException>(run);
        lines.Take(3).ShouldBe(["line 1", "line 2", "line 3"]);
    }

    [Fact(Timeout = Limit)]
    public async Task StreamLinesAsync_EndlessLine_IsCut()
    {
        var lines = new List<CommandLine>();

        await _runner.StreamLinesAsync(
            TestProgram.Stream(Long, "flood", "stdout", "5000000") with { MaxLineBytes = 10 },
            (line, _) =>
            {
                lines.Add(line);
                return ValueTask.CompletedTask;
            },
            Token);

        lines.ShouldBe([new CommandLine(OutputSource.StandardOutput, "xxxxxxxxxx", IsTruncated: true)]);
    }

    [Theory(Timeout = Limit)]
    [InlineData(true, typeof(CommandResult.TimedOut))]
    [InlineData(false, typeof(CommandResult.Exited))]
    public async Task StreamLinesAsync_ReadsToItsInputsEnd_GoesOnWhileThatIsKeptOpen(bool isKept, Type result)
    {
        var lines = new List<string>();
        var spec = new StreamSpec { Program = "cat", StandardInput = "said\n"u8.ToArray(), KeepsInputOpen = isKept, IdleLimit = TimeSpan.FromSeconds(2) };

        var ended = await _runner.StreamLinesAsync(
            spec,
            (line, _) =>
            {
                lines.Add(line.Text);
                return ValueTask.CompletedTask;
            },
            Token);

        ended.ShouldBeOfType(result);
        lines.ShouldBe(["said"]);
    }

    [Fact(Timeout = Limit)]
    public async Task StreamLinesAsync_SilentForTooLong_IsTimedOut()
    {
        var lines = 0;

        var result = await _runner.StreamLinesAsync(
            Shell("echo line; sleep 60"),
            (_, _) =>
            {
                lines++;
                return ValueTask.CompletedTask;
            },
            Token);

        result.ShouldBeOfType<CommandResult.TimedOut>();
        lines.ShouldBe(1);
    }

    [Fact(Timeout = Limit)]
    public async Task StreamLinesAsync_SteadyLinesBeyondTheIdleLimit_GoOn()
    {
        var result = await _runner.StreamLinesAsync(
            Shell("for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo line; sleep 0.25; done"),
            (_, _) => ValueTask.CompletedTask,
            Token);

        result.ShouldBeOfType<CommandResult.Exited>().Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(2));
    }

    [Fact(Timeout = Limit)]
    public async Task StreamLinesAsync_ReceiverThrows_EndsTheProgramAndPassesItOn()
    {
        var run = _runner.StreamLinesAsync(
            TestProgram.Stream(Long, "lines", "100000", "10"),
            (_, _) => throw new InvalidDataException("not what was expected"),
            Token);

        (await Should.ThrowAsync<InvalidDataException>(run)).Message.ShouldBe("not what was expected");
    }

    [Fact(Timeout = Limit)]
    public async Task StreamLinesAsync_ProgramIsMissing_IsNotStarted()
    {
        var result = await _runner.StreamLinesAsync(
            new StreamSpec { Program = "no-such-program", IdleLimit = Long },
            (_, _) => ValueTask.CompletedTask,
            Token);

        result.ShouldBe(new CommandResult.NotStarted(NotStartedReason.NotFound));
    }

    [Fact(Timeout = Limit)]
    public async Task StreamBytesAsync_ReceiverIsSlow_GetsEverything()
    {
        var received = 0L;

        var result = await _runner.StreamBytesAsync(
            TestProgram.Stream(Long, "flood", "stdout", "100000"),
            async (chunk, stop) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(700), TimeProvider.System, stop);
                received += chunk.Bytes.Length;
            },
            Token);

        result.ShouldBeOfType<CommandResult.Exited>();
        received.ShouldBe(100_000);
    }

    [Fact(Timeout = Limit)]
    public async Task StreamBytesAsync_ReceiverIsStuck_IsTimedOut()
    {
        var result = await _runner.StreamBytesAsync(
            TestProgram.Stream(Long, "flood", "stdout", "100000000") with { ReceiverLimit = TimeSpan.FromSeconds(1) },
            async (_, stop) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop),
            Token);

        result.ShouldBeOfType<CommandResult.TimedOut>();
    }

    [Fact(Timeout = Limit)]
    public async Task StreamBytesAsync_BothOutputs_AreHandedOverOneAtATime()
    {
        var inside = 0;
        var sources = new HashSet<OutputSource>();

        await _runner.StreamBytesAsync(
            TestProgram.Stream(Long, "write", "out", "err", "0"),
            async (chunk, stop) =>
            {
                Interlocked.Increment(ref inside).ShouldBe(1);
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stop);
                sources.Add(chunk.Source);
                Interlocked.Decrement(ref inside);
            },
            Token);

        sources.ShouldBe([OutputSource.StandardOutput, OutputSource.StandardError], ignoreOrder: true);
    }

    [Fact(Timeout = Limit)]
    public async Task StreamLinesAsync_GrandchildHoldsThePipes_ReturnsSoonAfterTheExit()
    {
        var result = await _runner.StreamLinesAsync(
            TestProgram.Stream(Long, "leave-grandchild", "20000"),
            (_, _) => ValueTask.CompletedTask,
            Token);

        result.ShouldBeOfType<CommandResult.Exited>().Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    // It starts at once: the idle limit counts from the start.
    private static StreamSpec Shell(string script) => new() { Program = "sh", Arguments = ["-c", script], IdleLimit = TimeSpan.FromSeconds(2) };
}
