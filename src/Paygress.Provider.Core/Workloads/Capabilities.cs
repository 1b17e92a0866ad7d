using System.Collections.Immutable;

namespace Paygress.Provider.Core.Workloads;

/// <summary>The capabilities that a container keeps unless its template says otherwise.</summary>
public static class Capabilities
{
    /// <summary>What ordinary images need to drop to their own user and to own their files; the rest of Docker's default list goes.</summary>
    public static readonly ImmutableArray<string> Default =
        ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETUID", "SETGID", "KILL", "NET_BIND_SERVICE"];
}
