using System.Collections.Immutable;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.TestSupport.Compute;

/// <summary>Processes of the containers of a fake docker, which die whether it answers or not.</summary>
public sealed class FakeTenantProcesses(FakeComputeBackend compute) : ITenantProcesses
{
    /// <summary>How it answers instead of killing; none kills.</summary>
    public HostResult<int>? Answer { get; set; }

    /// <summary>The containers that it was asked to kill.</summary>
    public ImmutableArray<string> Asked { get; private set; } = [];

    public Task<HostResult<int>> KillAsync(string containerId, CancellationToken cancellationToken)
    {
        Asked = Asked.Add(containerId);
        return Task.FromResult(Answer ?? compute.KillProcesses(containerId));
    }
}
