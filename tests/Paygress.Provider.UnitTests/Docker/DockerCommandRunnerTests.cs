using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Diagnostics;

namespace Paygress.Provider.UnitTests.Docker;

public sealed class DockerCommandRunnerTests : IDisposable
{
    private static readonly BoundedText Nothing = new("", IsTruncated: false);
    private static readonly CommandResult Answer = new CommandResult.Exited(0, Nothing, Nothing, TimeSpan.Zero);
    private static readonly CommandResult Silence = new CommandResult.TimedOut(Nothing, Nothing, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Some.Now);
    private readonly HeldRunner _docker = new();
    private readonly FakeProviderMeter _meter = new();
    private readonly DockerCommandRunner _runner;

    public DockerCommandRunnerTests() => _runner = new DockerCommandRunner(_docker, new DockerOptions(), _meter, _time);

    public void Dispose() => _runner.Dispose();

    [Fact]
    public async Task RunAsync_DockerAnswers_PassesEachCommandOn()
    {
        _docker.Always(Answer);

        (await RunAsync("ps")).ShouldBe(Answer);
        (await RunAsync("ps")).ShouldBe(Answer);

        _docker.Started.ShouldBe(["ps", "ps"]);
    }

    [Fact]
    public async Task RunAsync_AfterASilence_OneAsksForAllWhetherDockerAnswers()
    {
        _docker.Always(Silence);
        await RunAsync("ps");
        _docker.Hold();

        var waiting = Enumerable.Range(0, 100).Select(_ => RunAsync("inspect")).ToArray();
        await World.UntilAsync(() => _docker.Started.Count == 2);
        _docker.Release(Silence);

        (await Task.WhenAll(waiting)).ShouldAllBe(r => r == new CommandResult.NotStarted(NotStartedReason.Silent));
        _docker.Started.ShouldBe(["ps", "version"]);
    }

    [Fact]
    public async Task RunAsync_DockerAnswersAgain_GoesOn()
    {
        _docker.Always(Silence);
        await RunAsync("ps");
        _docker.Always(Answer);

        (await RunAsync("ps")).ShouldBe(Answer);

        _docker.Started.ShouldBe(["ps", "version", "ps"]);
    }

    [Fact]
    public async Task RunAsync_MoreThanMayRun_WaitForAPlaceAndNoLongerThanTheirTime()
    {
        _docker.Hold();
        var running = Enumerable.Range(0, DockerCommandRunner.MaxAtOnce).Select(_ => RunAsync("ps")).ToArray();
        await World.UntilAsync(() => _docker.Started.Count == DockerCommandRunner.MaxAtOnce);

        var late = RunAsync("ps");
        _time.Advance(TimeSpan.FromSeconds(20));

        (await late).ShouldBe(new CommandResult.NotStarted(NotStartedReason.Crowded));
        _docker.Started.Count.ShouldBe(DockerCommandRunner.MaxAtOnce);
        _docker.Release(Answer);
        await Task.WhenAll(running);
        _docker.Always(Answer);
        (await RunAsync("ps")).ShouldBe(Answer);
    }

    [Fact]
    public async Task RunAsync_AnyEnding_IsMeasuredByItsVerb()
    {
        _docker.Always(Answer);
        await RunAsync("ps");
        await _runner.RunAsync(Spec("volume") with { Arguments = ["volume", "create", "--name=x"] }, World.Token);
        _docker.Always(new CommandResult.Exited(1, Nothing, Nothing, TimeSpan.FromSeconds(2)));
        await RunAsync("rm");
        _docker.Always(new CommandResult.TimedOut(Nothing, Nothing, TimeSpan.FromSeconds(20)));
        await RunAsync("inspect");
        await RunAsync("logs");

        _meter.Lines.ShouldBe(["docker ps Done 0", "docker volume create Done 0", "docker rm Refused 2", "docker inspect Silent 20", "docker version Silent 20", "docker logs NotAsked 0"]);
    }

    [Fact]
    public async Task RunAsync_CallerGivesUpWaitingForAPing_IsCancelled()
    {
        _docker.Always(Silence);
        await RunAsync("ps");
        _docker.Hold();
        using var stop = new CancellationTokenSource();

        var waiting = _runner.RunAsync(Spec("ps"), stop.Token);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        _docker.Release(Answer);
    }

    private static CommandSpec Spec(string verb) => new() { Program = "docker", Arguments = [verb], Timeout = TimeSpan.FromSeconds(20) };

    private Task<CommandResult> RunAsync(string verb) => _runner.RunAsync(Spec(verb), World.Token);

    /// <summary>Answers at once, or when the test lets it.</summary>
    private sealed class HeldRunner : ICommandRunner
    {
        private readonly Lock _lock = new();
        private readonly List<string> _started = [];
        private TaskCompletionSource<CommandResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<string> Started
        {
            get
            {
                lock (_lock)
                {
                    return [.. _started];
                }
            }
        }

        public void Always(CommandResult result)
        {
            Hold();
            _answer.SetResult(result);
        }

        public void Hold() => _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release(CommandResult result) => _answer.SetResult(result);

        public Task<CommandResult> RunAsync(CommandSpec spec, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                _started.Add(spec.Arguments[0]);
            }

            return _answer.Task;
        }

        public Task<CommandResult> StreamLinesAsync(StreamSpec spec, Func<CommandLine, CancellationToken, ValueTask> onLine, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<CommandResult> StreamBytesAsync(StreamSpec spec, Func<CommandChunk, CancellationToken, ValueTask> onChunk, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
