using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Sees to it that the tenants' network is there and is the one that was configured.</summary>
internal sealed class DockerNetworks(DockerClient client, DockerArguments arguments, DockerOptions options)
{
    // The sweep and the first spawns ask at once. Docker refuses the slower one for its addresses, not its name,
    // and does not yet show the network that has them.
    private readonly KeyedLocks<string> _creating = new();

    /// <summary>Creates the network when it is missing. Another provider may do so at the same time.</summary>
    public async Task<HostResult<Nothing>> PrepareAsync(CancellationToken cancellationToken)
    {
        using var holder = await _creating.AcquireAsync(options.Network, cancellationToken);
        var before = await InspectAsync(cancellationToken);
        if (before is not HostResult<DockerNetwork?>.Done { Value: null })
        {
            return Judge(before);
        }

        var answer = await client.AskAsync(arguments.CreateNetwork(), options.CreateTimeout, cancellationToken);
        if (answer is DockerAnswer.Refused)
        {
            // Somebody was faster, which docker tells as a name, a bridge or a subnet that is taken. Or they are another network's.
            var after = await InspectAsync(cancellationToken);
            return after is HostResult<DockerNetwork?>.Done { Value: null } ? answer.ToEffect() : Judge(after);
        }

        return answer.ToEffect();
    }

    private async Task<HostResult<DockerNetwork?>> InspectAsync(CancellationToken cancellationToken)
    {
        var answer = await client.AskAsync(arguments.InspectNetwork(), options.QueryTimeout, cancellationToken);
        if (answer is DockerAnswer.Refused { Reason: DockerRefusal.NoSuchObject })
        {
            return HostResult.Of<DockerNetwork?>(null);
        }

        if (answer.ToResult() is not HostResult<string>.Done { Value: var json })
        {
            return answer.ToResult().As<DockerNetwork?>();
        }

        return DockerJson.TryRead(json, DockerJsonContext.Default.DockerNetwork) is { } network
            ? HostResult.Of<DockerNetwork?>(network)
            : HostResult.Unknown<DockerNetwork?>("docker's description of the network was not understood");
    }

    private HostResult<Nothing> Judge(HostResult<DockerNetwork?> result)
    {
        if (result is not HostResult<DockerNetwork?>.Done { Value: { } network })
        {
            return result.As<Nothing>();
        }

        return network.DifferenceTo(options) is { } difference
            ? HostResult.Failed<Nothing>(
                ErrorCodes.BackendError,
                $"the docker network {options.Network} is not ours to use: {difference}; remove it or set Docker:Network, Docker:Bridge and Docker:Subnet")
            : HostResult.Done;
    }
}
