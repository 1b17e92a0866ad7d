using BenchmarkDotNet.Attributes;
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
        foreach (var vmid in Enumerable.Range(FirstVmid, Leases))
        {
            var lease = Some.Lease(vmid: vmid, at: Some.Now.AddSeconds(vmid));
            _lease = lease.Id;
            await _store.RestoreAsync(lease, Some.Now, CancellationToken.None);
        }
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    /// <summary>One transaction, synchronised with the disk.</summary>
    [Benchmark]
    public Task<ApplyResult> ExtendAsync() =>
        _store.ApplyAsync(_lease, new LeaseEvent.Extended(Some.RequestId(), TimeSpan.FromSeconds(1), TimeSpan.FromDays(100_000), Some.Now), CancellationToken.None);

    /// <summary>When the cleanup loop has to wake.</summary>
    [Benchmark]
    public Task<DateTimeOffset?> FindNextExpiryAsync() => _store.FindNextExpiryAsync(CancellationToken.None);

    [Benchmark]
    public Task<Lease?> FindAsync() => _store.FindAsync(_lease, CancellationToken.None);
}
