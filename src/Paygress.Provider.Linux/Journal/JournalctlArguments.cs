using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Journal;

/// <summary>What is said to journalctl.</summary>
internal static class JournalctlArguments
{
    // A life has about ten; a lease in trouble can have thousands.
    private const int MostEntries = 200;

    /// <summary>The latest entries about one lease, oldest first. Any user can write our field; that it was root, the kernel vouches for.</summary>
    public static ImmutableArray<string> Read(LeaseId id) =>
    [
        "--no-pager", "--quiet", "--output=json", $"--lines={MostEntries}", "--output-fields=MESSAGE,PRIORITY,PAYGRESS_EVENT", "_UID=0", $"PAYGRESS_LEASE_ID={id}",
    ];
}
