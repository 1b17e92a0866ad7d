using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Contracts;

/// <summary>Numbers that no other test of this process uses: names in docker are there for all.</summary>
internal static class TestVmids
{
    private static int _last = 1100;

    public static Vmid Next() => new(Interlocked.Increment(ref _last));
}
