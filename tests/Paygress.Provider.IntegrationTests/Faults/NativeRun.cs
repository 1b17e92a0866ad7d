using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;
using Paygress.Provider.Linux.FailPoints;

namespace Paygress.Provider.IntegrationTests.Faults;

/// <summary>A real daemon on which the cells of one operation are tried, one after the other, beside a neighbour to whom nothing may happen.</summary>
internal sealed class NativeRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly NativeOperation _operation;
    private readonly ProviderProcess _provider = new();
    private readonly FailPlanFile _plan;
    private ContainerWatch? _watch;
    private ImmutableArray<string> _traces = [];
    private string _neighbour = "";
    private LeaseMessage? _neighbourLease;
    private int _count;

    public NativeRun(NativeOperation operation)
    {
        _operation = operation;
        _plan = new FailPlanFile(_provider.Site.Root);
        _provider.SetEnvironment(FailPoint.Variable, _plan.Path);
    }

    public ProviderApi Api => _provider.Api;

    public ContainerWatch Watch => _watch ?? throw new InvalidOperationException("it has not begun");

    /// <summary>The request of this cell.</summary>
    public string RequestId => $"cell-{_count}";

    public static async Task<bool> IsRunningAsync(LeaseMessage lease) =>
        (await TestEngine.InspectAsync("container", $"paygress-{lease.Vmid}")).GetProperty("State").GetProperty("Running").GetBoolean();

    public async ValueTask DisposeAsync()
    {
        _plan.Disarm();
        if (_watch is not null)
        {
            await _watch.DisposeAsync();
        }

        await _provider.DisposeAsync();
    }

    /// <summary>Starts the daemon and the neighbour.</summary>
    public async Task BeginAsync()
    {
        _provider.Site.WriteConfig(
            ("Templates:keeper:Image", TestImages.Idle),
            ("Templates:keeper:DataPath", "/data"),
            ("Cleanup:SweepInterval", "1s"),
            ("Cleanup:OrphanGrace", "3s"),
            ("Cleanup:SettleTime", "2s"));
        if (_operation.IsFirst)
        {
            return;
        }

        await _provider.StartAgainAsync();
        _watch = new ContainerWatch(_provider.InstanceId);
        _neighbourLease = await Api.SpawnAsync("keeper", 7200);
        _neighbourLease.State.ShouldBe("active", _neighbourLease.LastError);
        _neighbour = await LookAtNeighbourAsync();
        _traces = await ListTracesAsync();
    }

    /// <summary>One cell, or with none the operation without a fault; gives the names of the points that were passed.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(NativeCell? cell)
    {
        _count++;
        var lease = await _operation.Arrange(this);
        var passed = await DoAsync(cell, lease);
        await _operation.Check(this, lease);
        await EndAsync();
        return passed;
    }

    public async Task<LeaseMessage?> ArrangeAsync(int seconds)
    {
        await SpawnAsync(seconds);
        var lease = await Api.FollowAsync(RequestId);
        lease.State.ShouldBe("active", lease.LastError);
        await UntilQueueIsEmptyAsync();
        return lease;
    }

    public Task SpawnAsync(int seconds) => Api.SubmitAsync(new SpawnMessage
    {
        RequestId = RequestId,
        Template = "keeper",
        DurationSeconds = seconds,
        Env = new Dictionary<string, string>(StringComparer.Ordinal) { ["TOKEN"] = "a secret" },
    });

    public Task ExtendAsync(LeaseMessage lease, int seconds) => Api.PostAsync($"/v1/leases/{lease.LeaseId}/extend", $$"""{"request_id": "{{RequestId}}", "duration_seconds": {{seconds}}}""");

    // A lease is active a moment before its request leaves the queue: an effect of the spawn, not of the operation.
    private async Task UntilQueueIsEmptyAsync()
    {
        var store = Path.Combine(_provider.Site.DataDirectory, "provider.db");
        await using var connection = new SqliteConnection($"Data Source={store};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM spawn_queue";
        await Eventually.IsSoAsync(async () => await count.ExecuteScalarAsync() is 0L, "the arranged request stays in the queue");
    }

    private async Task<IReadOnlyList<string>> DoAsync(NativeCell? cell, LeaseMessage? lease)
    {
        if (_operation.IsStart && _provider.IsRunning)
        {
            (await _provider.StopAsync()).ShouldBe(0);
        }

        if (cell is null)
        {
            _plan.BeginRecord();
        }
        else
        {
            _plan.Arm(cell.Point, cell.Kind);
        }

        await AskAsync(lease);
        if (cell is null)
        {
            await _operation.Check(this, lease);
            return _plan.EndRecord();
        }

        await UntilFiredAsync(cell);
        await AskAsync(lease);
        return [];
    }

    // A killed daemon, and one that could not start, is started again, as systemd does. The caller who got no answer asks again.
    private async Task AskAsync(LeaseMessage? lease)
    {
        if (_operation.IsStart)
        {
            await StartAsync();
            return;
        }

        try
        {
            await _operation.Ask(this, lease);
        }
        catch (HttpRequestException)
        {
            // Killed before or while it answered.
        }
    }

    private Task StartAsync() => Eventually.IsSoAsync(
        async () =>
        {
            if (!_provider.IsRunning)
            {
                _provider.Launch();
            }

            return await _provider.AnswersAsync();
        },
        "the provider does not come up");

    private async Task UntilFiredAsync(NativeCell? cell)
    {
        await Eventually.IsSoAsync(() => !_plan.IsArmed, $"{cell} never took place");
        if (cell?.Kind is FailKind.CrashBefore or FailKind.CrashDuring or FailKind.CrashAfter && !_operation.IsStart)
        {
            await _provider.ExitAsync();
        }

        await StartAsync();
    }

    // All of this cell is ended, books and host agree, and by other eyes than the provider's nothing is there but what was before.
    private async Task EndAsync()
    {
        // Else it meets the next cell's lease, whose loop device has the number of this one's.
        await Eventually.IsSoAsync(() => !_plan.IsLate, "the late effect does not come");
        if (_operation.IsFirst)
        {
            (await _provider.StopAsync()).ShouldBe(0);
            (await ListTracesAsync()).ShouldBeEmpty();
            await _provider.ForgetAsync();
            return;
        }

        foreach (var lease in (await Api.ListAsync()).Where(l => l.LeaseId != _neighbourLease!.LeaseId))
        {
            await Api.ReleaseAsync(lease.LeaseId);
        }

        var start = TimeProvider.System.GetTimestamp();
        string? left;
        while ((left = await FindLeftAsync()) is not null)
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Patience, left);
            await Task.Delay(Look * 4, TimeProvider.System);
        }

        (await LookAtNeighbourAsync()).ShouldBe(_neighbour);
        Watch.Of(_neighbourLease!.LeaseId, "die").ShouldBeEmpty();
    }

    private async Task<string?> FindLeftAsync()
    {
        var leases = (await Api.ListAsync()).Where(l => l.LeaseId != _neighbourLease!.LeaseId).ToArray();
        if (leases.Length > 0)
        {
            return string.Join("; ", leases.Select(l => $"{l.Vmid} is {l.State}: {l.LastError}"));
        }

        var audit = await Api.AuditAsync();
        var traces = await ListTracesAsync();
        return audit.Unanswered.Count > 0 ? "the audit has no answer: " + string.Join("; ", audit.Unanswered)
            : audit.Findings.Count > 0 ? "the audit finds " + string.Join("; ", audit.Findings)
            : traces.SequenceEqual(_traces) ? null
            : $"there is {string.Join(", ", traces.Except(_traces))}; there is no more {string.Join(", ", _traces.Except(traces))}";
    }

    private async Task<string> LookAtNeighbourAsync()
    {
        var lease = await Api.FindAsync(_neighbourLease!.LeaseId);
        var container = await TestEngine.InspectAsync("container", $"paygress-{lease.Vmid}");
        return string.Join(' ', lease.State, lease.ExpiresAt, lease.Restarts, container.GetProperty("Id"), container.GetProperty("State").GetProperty("Pid"), container.GetProperty("State").GetProperty("StartedAt"));
    }

    private async Task<ImmutableArray<string>> ListTracesAsync() =>
    [
        .. await _provider.OfOursAsync("ps", "--all", "--format=container {{.Names}}"),
        .. await _provider.OfOursAsync("volume", "ls", "--format=volume {{.Name}}"),
        .. (await TestEngine.RunAsync("losetup", "--list", "--output=NAME,BACK-FILE", "--noheadings")).Split('\n').Where(l => l.Contains(_provider.Site.Root, StringComparison.Ordinal)),
        .. new[] { "data/volumes", "data/requests", "data/leases", "run/dev" }.SelectMany(_provider.Files),
    ];
}
