using System.Collections.Immutable;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.TestSupport.Compute;

/// <summary>Processes of the containers of a fake docker, which die whether it answers or not.</summary>
public sealed class FakeTenantProcesses(FakeComputeBackend compute) : ITenantProcesses
{
    /// <summary>How it answers instead of killing; none kills.</summary>
    public HostResult<int>? Answer { get; set; }

    /// <summary>A container whose processes do not die: it is waited for until the caller gives up.</summary>
    public string? Stuck { get; set; }

    /// <summary>The containers that it was asked to kill.</summary>
    public ImmutableArray<string> Asked { get; private set; } = [];

    public async Task<HostResult<int>> KillAsync(string containerId, CancellationToken cancellationToken)
    {
        Asked = Asked.Add(containerId);
        if (containerId == Stuck)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        return Answer ?? compute.KillProcesses(containerId);
    }
}
