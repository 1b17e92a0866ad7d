using Microsoft.Data.Sqlite;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Linux.Storage;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.Benchmarks.History;

/// <summary>A provider that has had many leases: they are over, with all that the books keep of them.</summary>
internal static class HistoryFill
{
    // Young enough to be kept: Leases:KeepHistory is 30 days.
    private static readonly TimeSpan Age = TimeSpan.FromDays(1);

    /// <summary>Writes them into the store of a provider that does not run.</summary>
    public static async Task RunAsync(string dataDirectory, int count)
    {
        var at = TimeProvider.System.GetUtcNow() - Age;
        using var database = ((StoreOpenResult.Opened)StoreDatabase.Open(dataDirectory, at)).Database;

        // One transaction: it is not what is measured.
        await database.WriteAsync(connection => Fill(connection, count, at), CancellationToken.None);
    }

    private static int Fill(SqliteConnection connection, int count, DateTimeOffset at)
    {
        for (var i = 0; i < count; i++)
        {
            var lease = Some.Lease(LeaseState.Ended, at: at.AddMilliseconds(i), requestId: Some.RequestId($"history-{i}"));
            LeaseTable.Insert(connection, lease, ReadOnlyMemory<byte>.Empty);
            var version = 0L;
            foreach (var e in Some.EventsTo(LeaseState.Ended, at: at.AddMilliseconds(i)))
            {
                LeaseTable.AppendEvent(connection, lease with { Version = ++version }, e.Name, e.Detail, e.At);
            }
        }

        return count;
    }
}
