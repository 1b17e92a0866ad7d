using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.Linux.Storage;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Storage;

public sealed class SqliteLeaseStoreTests : LeaseStoreContract, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StoreDatabase _database;

    public SqliteLeaseStoreTests()
    {
        _database = OpenStore.In(_folder.Path);
        Store = new SqliteLeaseStore(_database);
        Queue = new SqliteSpawnQueue(_database);
        Drain = new SqliteDrainSwitch(_database);
    }

    protected override ILeaseStore Store { get; }

    protected override ISpawnQueue Queue { get; }

    protected override IDrainSwitch Drain { get; }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task EnqueueAsync_WorkloadWithEveryField_IsReadBackTheSame()
    {
        var lease = Some.Lease(LeaseState.Queued, duration: TimeSpan.FromMilliseconds(1), workload: EveryField());

        await Queue.EnqueueAsync(lease, new byte[] { 1 }, new QueueLimits(1), Token);

        (await Store.FindAsync(lease.Id, Token)).ShouldBeEquivalentTo(lease);
    }

    [Fact]
    public async Task ApplyAllAsync_OneCannotBeWritten_ChangesNone()
    {
        var (first, second) = (await ReachAsync(LeaseState.Active, 1000), await ReachAsync(LeaseState.Active, 1001));
        await _database.WriteAsync(
            connection => connection.Execute($"CREATE TRIGGER refuse BEFORE UPDATE ON leases WHEN NEW.lease_id = '{second.Id}' BEGIN SELECT RAISE(ABORT, 'refused'); END"), Token);

        await Should.ThrowAsync<SqliteException>(() => Store.ApplyAllAsync([first.Id, second.Id], new LeaseEvent.Expired(first.ExpiresAt!.Value), Token));

        (await Store.FindAsync(first.Id, Token))!.State.ShouldBe(LeaseState.Active);
        (await Store.ListEventsAsync(first.Id, Token))[^1].Name.ShouldBe("Started");
    }

    [Fact]
    public async Task ApplyAsync_EveryFieldSet_IsReadBackTheSame()
    {
        var lease = Some.Lease(LeaseState.Queued);
        await Queue.EnqueueAsync(lease, new byte[] { 1 }, new QueueLimits(1), Token);
        ImmutableArray<LeaseEvent> events =
        [
            .. Some.EventsTo(LeaseState.Active, 1234),
            new LeaseEvent.Extended(Some.RequestId(), TimeSpan.FromSeconds(90), TimeSpan.FromDays(1), Some.Now),
            new LeaseEvent.ContainerExited(1, Some.Now.AddSeconds(1), Some.Now),
            new LeaseEvent.ContainerRestarted("10.213.0.3", Some.Now),
            new LeaseEvent.ContainerCompleted(0, Some.Now),
            new LeaseEvent.ContainerLost(Some.Now),
            new LeaseEvent.EvictionFailed("busy", Some.Now.AddSeconds(2), Some.Now),
            new LeaseEvent.VerifiedGone(Some.Now.AddSeconds(3)),
        ];

        foreach (var e in events)
        {
            lease = lease.Apply(e).ShouldBeOfType<Transition.Changed>().Lease;
            await Store.ApplyAsync(lease.Id, e, Token);
            (await Store.FindAsync(lease.Id, Token)).ShouldBeEquivalentTo(lease, e.Name);
        }
    }

    [Fact]
    public async Task ApplyAsync_ProvisioningCutOff_KeepsCodeAndHold()
    {
        var lease = await ReachAsync(LeaseState.Provisioning);

        await Store.ApplyAsync(lease.Id, new LeaseEvent.ProvisionFailed(new Problem(ErrorCodes.BackendError, "cut off"), Some.Now.AddMinutes(2), Some.Now), Token);

        var stored = (await Store.FindAsync(lease.Id, Token)).ShouldNotBeNull();
        (stored.Code, stored.LastError, stored.HoldUntil).ShouldBe((ErrorCodes.BackendError, "cut off", Some.Now.AddMinutes(2)));
    }

    [Fact]
    public async Task FindAsync_EndReason_IsStoredAsTheWordThatUsersSee()
    {
        var lease = await ReachAsync(LeaseState.Active);
        await Store.ApplyAsync(lease.Id, new LeaseEvent.ContainerLost(Some.Now), Token);

        _database.Read(connection => connection.QueryText("SELECT state || ' ' || end_reason FROM leases")).ShouldBe("evicting container_lost");
    }

    [Fact]
    public async Task FindAsync_TextsWithMembersOfANewerVersion_ReadsTheRest()
    {
        var lease = await ReachAsync(LeaseState.Active);
        await _database.WriteAsync(
            connection => connection.Execute("UPDATE leases SET workload = json_set(workload, '$.gpu', 'later', '$.tier.gpu', 1), ports = json_set(ports, '$[0].later', 1)"),
            Token);

        (await Store.FindAsync(lease.Id, Token)).ShouldBeEquivalentTo(lease);
    }

    [Fact]
    public async Task FindAsync_TextsWithoutMembersAddedSince_TakesDefaults()
    {
        var lease = await ReachAsync(LeaseState.Active);
        await _database.WriteAsync(
            connection => connection.Execute("UPDATE leases SET workload = json_remove(workload, '$.init', '$.capabilities', '$.ulimits')"),
            Token);

        (await Store.FindAsync(lease.Id, Token)).ShouldBeEquivalentTo(lease);
    }

    [Fact]
    public async Task WriteAsync_WorkThrows_LeavesNothingBehind()
    {
        var lease = await EnqueueAsync();

        await Should.ThrowAsync<InvalidOperationException>(() => Store.AdmitAsync(lease.Id, (_, _) => throw new InvalidOperationException("bug"), Token));

        (await Store.ApplyAsync(lease.Id, new LeaseEvent.Released(null, Some.Now), Token)).ShouldBeOfType<ApplyResult.Applied>();
    }

    [Fact]
    public async Task ReadAsync_WhileATransactionIsOpen_SeesTheStateBefore()
    {
        var lease = await EnqueueAsync();

        var seen = await _database.WriteAsync(
            connection =>
            {
                connection.Execute("UPDATE leases SET state = 'failed'");
                return _database.Read(reader => LeaseTable.Find(reader, lease.Id));
            },
            Token);

        seen.ShouldNotBeNull().State.ShouldBe(LeaseState.Queued);
    }

    [Fact]
    public async Task PruneAsync_MoreThanOneBatch_ForgetsAll()
    {
        await EnqueueAsync();
        await _database.WriteAsync(
            connection => connection.Execute(
                """
                UPDATE leases SET state = 'failed', ended_at = 0;
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
                INSERT INTO leases (lease_id, request_id, fingerprint, owner, workload, duration_ms, created_at, state, version, ports, ended_at, restarts, completed, eviction_attempts, extensions)
                SELECT printf('%032x', i), 'r' || i, fingerprint, owner, workload, duration_ms, created_at, state, version, ports, ended_at, restarts, completed, eviction_attempts, extensions
                FROM leases, n
                """),
            Token);

        (await Store.PruneAsync(Some.Now, Token)).ShouldBe(1201);

        _database.Read(connection => connection.QueryNumber("SELECT (SELECT count(*) FROM leases) + (SELECT count(*) FROM lease_events) + (SELECT count(*) FROM spawn_queue)")).ShouldBe(0);
    }

    [Theory]
    [InlineData(SqliteLeaseStore.FindByVmidSql, "leases_by_vmid")]
    [InlineData(SqliteLeaseStore.ListByStateSql, "leases_by_state")]
    [InlineData(SqliteLeaseStore.ListDueSql, "leases_by_due")]
    [InlineData(SqliteLeaseStore.FindNextDueSql, "leases_by_due", "leases_by_restart")]
    [InlineData(SqliteLeaseStore.ListReservingSql, "leases_by_state")]
    [InlineData(SqliteLeaseStore.CountByStateSql, "leases_by_state")]
    [InlineData(SqliteLeaseStore.ListLogSql, "PRIMARY KEY")]
    [InlineData(SqliteEventLog.ReadSql, "INTEGER PRIMARY KEY (rowid>?)", "sqlite_autoindex_leases_1")]
    [InlineData(SqliteSpawnQueue.CountWaitingSql, "leases_by_state", "sqlite_autoindex_spawn_queue_1")]
    [InlineData(SqliteSpawnQueue.CountOfOwnerSql, "leases_by_state")]
    [InlineData(SqliteSpawnQueue.FindFingerprintSql, "sqlite_autoindex_leases_2")]
    [InlineData(SqliteLeaseStore.PruneSql, "leases_by_history", "sqlite_autoindex_leases_1")]
    public void Query_Plan_UsesIndices(string sql, params string[] indices)
    {
        var plan = _database.Read(connection => Explain(connection, sql));

        plan.Where(step => step.StartsWith("SCAN leases", StringComparison.Ordinal)).ShouldAllBe(step => step.Contains("USING", StringComparison.Ordinal));
        indices.ShouldAllBe(index => plan.Any(step => step.Contains(index, StringComparison.Ordinal)), string.Join('\n', plan));
    }

    private static List<string> Explain(SqliteConnection connection, string sql) => connection.Query(
        $"EXPLAIN QUERY PLAN {sql}",
        row => row.Text("detail"),
        [.. new[] { "@vmid", "@states", "@now", "@lease_id", "@request_id", "@before", "@limit", "@owner" }.Where(sql.Contains).Select(name => (name, (object?)0))]);

    private static Workload EveryField() => new()
    {
        Image = "registry.example/app:2",
        Template = null,
        Tier = new Tier("odd", 1, 2, 3, long.MaxValue),
        Ports = [new WorkloadPort(53, PortProtocol.Udp, null), new WorkloadPort(80, PortProtocol.Tcp, "w\"eb ü")],
        DataPath = "/data",
        Encrypted = true,
        Init = false,
        WritableRoot = true,
        Capabilities = ["CHOWN", "KILL"],
        Ulimits = ["nofile=1024:2048"],
    };
}
