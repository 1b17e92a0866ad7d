using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Sees to it that the tenants' network is there and is the one that was configured.</summary>
internal sealed class DockerNetworks(DockerClient client, DockerArguments arguments, DockerOptions options)
{
    private const int MaxAttempts = 3;

    // The sweep and the first spawns ask at once. Docker refuses the slower one for its addresses, not its name,
    // and does not yet show the network that has them.
    private readonly KeyedLocks<string> _creating = new();

    /// <summary>Creates the network when it is missing. Another provider may create or remove it at the same time.</summary>
    public async Task<HostResult<Nothing>> PrepareAsync(CancellationToken cancellationToken)
    {
        using var holder = await _creating.AcquireAsync(options.Network, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            var found = await InspectAsync(cancellationToken);
            if (found is not HostResult<DockerNetwork?>.Done { Value: null })
            {
                return Judge(found);
            }

            // A refusal may mean that somebody was faster, which docker tells as a name, a bridge or a subnet
            // that is taken: the next look tells. Or the addresses are another network's, which stays so.
            var answer = await client.AskAsync(arguments.CreateNetwork(), options.CreateTimeout, cancellationToken);
            if (answer is not DockerAnswer.Refused || attempt == MaxAttempts)
            {
                return answer.ToEffect();
            }
        }
    }

    /// <summary>The id of the network of that name, whoever made it; none when there is none.</summary>
    public async Task<HostResult<string?>> FindAsync(CancellationToken cancellationToken) => await InspectAsync(cancellationToken) switch
    {
        HostResult<DockerNetwork?>.Done { Value: null } => HostResult.Of<string?>(null),
        HostResult<DockerNetwork?>.Done { Value.Id: { Length: > 0 } id } => HostResult.Of<string?>(id),
        HostResult<DockerNetwork?>.Done => HostResult.Unknown<string?>("docker's description of the network was not understood"),
        var other => other.As<string?>(),
    };

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
