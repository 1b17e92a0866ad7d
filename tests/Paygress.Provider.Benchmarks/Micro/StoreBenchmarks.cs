using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.Data.Sqlite;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Linux.Storage;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.Benchmarks.Micro;

/// <summary>The books on a real disk, with few and many leases in them.</summary>
public class StoreBenchmarks
{
    private const int FirstVmid = 1000;
    private TempFolder _folder = null!;
    private StoreDatabase _database = null!;
    private SqliteLeaseStore _store = null!;
    private LeaseId _lease;

    [Params(10, 10_000)]
    public int Leases { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _folder = new TempFolder();
        _database = ((StoreOpenResult.Opened)StoreDatabase.Open(_folder.Path, Some.Now)).Database;
        _store = new SqliteLeaseStore(_database);
        var leases = Enumerable.Range(FirstVmid, Leases).Select(vmid => Some.Lease(vmid: vmid, at: Some.Now.AddSeconds(vmid))).ToImmutableArray();
        _lease = leases[^1].Id;

        // One transaction: it is not what is measured.
        await _database.WriteAsync(connection => Fill(connection, leases), CancellationToken.None);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    /// <summary>One transaction, synchronised with the disk; of an event that leaves the row as large as it is.</summary>
    [Benchmark]
    public Task<ApplyResult> ApplyAsync() => _store.ApplyAsync(_lease, new LeaseEvent.ContainerExited(1, Some.Now, Some.Now), CancellationToken.None);

    /// <summary>When the cleanup loop has to wake.</summary>
    [Benchmark]
    public Task<DateTimeOffset?> FindNextDueAsync() => _store.FindNextDueAsync(Some.Now, CancellationToken.None);

    [Benchmark]
    public Task<Lease?> FindAsync() => _store.FindAsync(_lease, CancellationToken.None);

    private static int Fill(SqliteConnection connection, ImmutableArray<Lease> leases)
    {
        foreach (var lease in leases)
        {
            LeaseTable.Insert(connection, lease, ReadOnlyMemory<byte>.Empty);
        }

        return leases.Length;
    }
}
