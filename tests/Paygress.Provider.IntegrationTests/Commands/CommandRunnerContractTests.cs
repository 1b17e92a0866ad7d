using Microsoft.Extensions.Logging.Abstractions;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.IntegrationTests.Commands;

/// <summary>The same scenarios against the real runner and its fake: what tests believe of the one must hold for the other.</summary>
public sealed class CommandRunnerContractTests
{
    private const int Limit = 30_000;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    public static TheoryData<bool> Runners => [true, false];

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Runners))]
    public async Task RunAsync_ProgramExits_GivesCodeAndOutputs(bool real)
    {
        var runner = Runner(real, fake => fake.Exits(7, "out", "err"));

        var result = await runner.RunAsync(TestProgram.Command(Long, "write", "out", "err", "7"), Token);

        var exited = result.ShouldBeOfType<CommandResult.Exited>();
        exited.ExitCode.ShouldBe(7);
        exited.Succeeded.ShouldBeFalse();
        exited.StandardOutput.ShouldBe(new BoundedText("out", IsTruncated: false));
        exited.StandardError.ShouldBe(new BoundedText("err", IsTruncated: false));
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Runners))]
    public async Task RunAsync_MoreOutputThanKept_IsTruncated(bool real)
    {
        var runner = Runner(real, fake => fake.Exits(0, "0123456789"));

        var result = await runner.RunAsync(
            TestProgram.Command(Long, "write", "0123456789", "", "0") with { MaxOutput = 4 },
            Token);

        result.ShouldBeOfType<CommandResult.Exited>().StandardOutput.ShouldBe(new BoundedText("0123", IsTruncated: true));
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Runners))]
    public async Task RunAsync_ProgramIsTooSlow_IsTimedOut(bool real)
    {
        var runner = Runner(real, fake => fake.TimesOut());

        var result = await runner.RunAsync(TestProgram.Command(Short, "sleep", "60000"), Token);

        result.ShouldBeOfType<CommandResult.TimedOut>();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Runners))]
    public async Task RunAsync_ProgramIsMissing_IsNotStarted(bool real)
    {
        var runner = Runner(real, fake => fake.IsNotStarted());
        var program = real ? "/nonexistent/program" : TestProgram.FilePath;

        var result = await runner.RunAsync(new CommandSpec { Program = program, Timeout = Long }, Token);

        result.ShouldBe(new CommandResult.NotStarted(NotStartedReason.NotFound));
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Runners))]
    public async Task RunAsync_CallerCancels_Throws(bool real)
    {
        var runner = Runner(real, fake => fake.HangsUntilCancelled());
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var run = runner.RunAsync(TestProgram.Command(Long, "sleep", "60000"), caller.Token);
        await caller.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(run)).CancellationToken.ShouldBe(caller.Token);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Runners))]
    public async Task RunAsync_AlreadyCancelled_StartsNothing(bool real)
    {
        var runner = Runner(real, fake => fake.Exits());
        using var caller = new CancellationTokenSource();
        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            runner.RunAsync(TestProgram.Command(Long, "exit", "0"), caller.Token));

        (runner as FakeCommandRunner)?.Received.ShouldBeEmpty();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Runners))]
    public async Task StreamLinesAsync_ProgramWritesLines_HandsThemOver(bool real)
    {
        var runner = Runner(real, fake => fake.Exits(5, "one\r\ntwo\nrest", "oops"));
        var lines = new List<CommandLine>();

        var result = await runner.StreamLinesAsync(
            TestProgram.Stream(Long, "write", "one\r\ntwo\nrest", "oops", "5"),
            (line, _) =>
            {
                lines.Add(line);
                return ValueTask.CompletedTask;
            },
            Token);

        var exited = result.ShouldBeOfType<CommandResult.Exited>();
        exited.ExitCode.ShouldBe(5);
        exited.StandardOutput.ShouldBe(BoundedText.Empty);
        exited.StandardError.Text.ShouldBe("oops");
        lines.Where(line => line.Source == OutputSource.StandardOutput).Select(line => line.Text).ShouldBe(["one", "two", "rest"]);
        lines.Where(line => line.Source == OutputSource.StandardError).Select(line => line.Text).ShouldBe(["oops"]);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Runners))]
    public async Task StreamLinesAsync_CallerCancels_Throws(bool real)
    {
        var runner = Runner(real, fake => fake.HangsUntilCancelled("line 1\n"));
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var run = runner.StreamLinesAsync(
            TestProgram.Stream(Timeout.InfiniteTimeSpan, "lines", "1000", "20"),
            async (_, _) => await caller.CancelAsync(),
            caller.Token);

        (await Should.ThrowAsync<OperationCanceledException>(run)).CancellationToken.ShouldBe(caller.Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ICommandRunner Runner(bool real, Action<FakeCommand> script)
    {
        if (real)
        {
            return new CliWrapCommandRunner(TimeProvider.System, NullLogger<CliWrapCommandRunner>.Instance);
        }

        var fake = new FakeCommandRunner();
        script(fake.When(Path.GetFileName(TestProgram.FilePath)));
        return fake;
    }
}
