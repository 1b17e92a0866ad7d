using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Contract;

/// <summary>Far more requests than there is room for, while docker makes nothing: the queue fills up, and what runs goes on as ever.</summary>
[Collection(DaemonCollection.Name)]
public sealed class OverloadTests : IAsyncDisposable
{
    private const int Requests = 5000;
    private const int AtOnce = 64;
    private const int QueueLimit = 1000;
    private const int Starts = 3;

    // A bound, no measurement: the test prints what it was.
    private const long MaxMemoryKb = 600 * 1024;

    private readonly ProviderProcess _provider = new();
    private readonly HeldDocker _docker;

    public OverloadTests() => _docker = new HeldDocker(_provider.Site);

    public async ValueTask DisposeAsync()
    {
        _docker.LetGo();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Burst_OfFiveThousand_IsBoundedAndDelaysNobody()
    {
        _docker.LetGo();
        await _provider.StartAsync(("Docker:Program", _docker.Program), ("Spawn:Concurrency", "1"), ("Spawn:QueueTimeout", "1h"), ("Docker:CreateTimeout", "10m"), ("Heartbeat:Interval", "1s"), ("Cleanup:SettleTime", "1s"));
        await using var watch = new ContainerWatch(_provider.InstanceId);
        var idle = await TimeBestStartAsync();
        var ending = await _provider.Api.SpawnAsync("idle", 8);
        var running = await _provider.Api.SpawnAsync("idle", 3600);
        _docker.Hold();
        var said = _provider.Log.Length;

        var answers = await BurstAsync();

        answers.Keys.ShouldBe([HttpStatusCode.Accepted, HttpStatusCode.TooManyRequests], ignoreOrder: true);
        answers[HttpStatusCode.Accepted].ShouldBeInRange(QueueLimit, QueueLimit + 1, "one is being worked on");
        var death = await watch.DeathAsync(ending.LeaseId);
        (death - ending.ExpiresAt!.Value).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromSeconds(5));
        (await _provider.Api.FindAsync(running.LeaseId)).State.ShouldBe("active");
        var pause = BeatLog.LongestPause(_provider.Log.Skip(said));
        pause.ShouldBeLessThan(TimeSpan.FromSeconds(5), "heartbeats of a second were held up");
        var memory = PeakMemoryKb();
        memory.ShouldBeLessThan(MaxMemoryKb);

        // With a thousand requests in the queue.
        await _provider.KillAsync();
        await _provider.StartAgainAsync();
        (await _provider.Api.GetAsync("/v1/status")).Json.GetProperty("leases").GetProperty("queued").GetInt32().ShouldBeGreaterThanOrEqualTo(QueueLimit - 1);
        var full = await TimeBestStartAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{answers[HttpStatusCode.Accepted]} of {Requests} accepted, {memory / 1024} MB at most, longest pause of heartbeats {pause.TotalSeconds:0.0} s, eviction {(death - ending.ExpiresAt.Value).TotalSeconds:0.00} s late, start {idle.TotalSeconds:0.00} s idle and {full.TotalSeconds:0.00} s with the queue"));
        (full / idle).ShouldBeLessThan(4);
        watch.Of(running.LeaseId, "die").ShouldBeEmpty();
    }

    // The best of some: one alone may be held up by anything.
    private async Task<TimeSpan> TimeBestStartAsync()
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < Starts; i++)
        {
            await _provider.KillAsync();
            var start = TimeProvider.System.GetTimestamp();
            await _provider.StartAgainAsync();
            best = TimeProvider.System.GetElapsedTime(start) is var took && took < best ? took : best;
        }

        return best;
    }

    private async Task<Dictionary<HttpStatusCode, int>> BurstAsync()
    {
        var answers = new ConcurrentBag<HttpStatusCode>();
        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            var answer = await _provider.Api.SubmitAsync(new SpawnMessage { RequestId = $"burst-{i}", Template = "idle", DurationSeconds = 60, Env = new(StringComparer.Ordinal) { ["A"] = new string('x', 1000) } });
            if (answer.Status is not HttpStatusCode.Accepted)
            {
                answer.Code.ShouldBe("too_many_requests");
            }

            answers.Add(answer.Status);
        });
        return answers.CountBy(a => a).ToDictionary();
    }

    private long PeakMemoryKb() => long.Parse(
        File.ReadLines($"/proc/{_provider.Pid}/status").Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
