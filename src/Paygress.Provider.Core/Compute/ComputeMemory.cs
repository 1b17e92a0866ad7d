using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Compute;

/// <summary>Tells a docker that has lost all it knew from one in which somebody removed a container: the containers of the one may come back.</summary>
/// <remarks>As when the disk of its root is not mounted, or the client was pointed at another engine. Then the tenants' network is another one too.</remarks>
public sealed class ComputeMemory(IComputeBackend compute, IComputeMark mark, ILeaseStore store)
{
    private volatile string? _loss;

    /// <summary>What was found last.</summary>
    public string? Loss => _loss;

    /// <summary>As <see cref="FindLossAsync(ImmutableArray{ContainerStatus}, CancellationToken)"/>, by what docker lists now.</summary>
    public async Task<string?> FindLossAsync(CancellationToken cancellationToken) =>
        await compute.ListOursAsync(cancellationToken) switch
        {
            HostResult<ImmutableArray<ContainerStatus>>.Done { Value: var listed } => await FindLossAsync(listed, cancellationToken),
            var other => other.Error!.Detail, // not done carries an error
        };

    /// <summary>Why nothing may be concluded from a container that is missing; none when this is the docker that we know.</summary>
    public async Task<string?> FindLossAsync(ImmutableArray<ContainerStatus> listed, CancellationToken cancellationToken) =>
        _loss = await LookAsync(listed, cancellationToken);

    private async Task<string?> LookAsync(ImmutableArray<ContainerStatus> listed, CancellationToken cancellationToken)
    {
        var found = await compute.FindNetworkAsync(cancellationToken);
        if (found is not HostResult<string?>.Done { Value: var network })
        {
            return found.Error!.Detail; // not done carries an error
        }

        if (TryRead(out var known) is { } unread)
        {
            return unread;
        }

        if (known == network)
        {
            return null;
        }

        var leases = (await store.ListAsync(LeaseStates.Leased, cancellationToken)).Where(l => l.ContainerId is not null).ToImmutableArray();
        if (known is not null && !leases.IsEmpty && !leases.Any(l => listed.Any(c => c.Id == l.ContainerId)))
        {
            return $"it has neither the tenants' network of before nor any container of {leases.Length} leases; is the disk of its root mounted, and is it the right engine?";
        }

        await RememberAsync(network, cancellationToken);
        return null;
    }

    // What can't be read is not "nothing was written": any docker would pass for the one we know.
    private string? TryRead(out string? network)
    {
        try
        {
            network = mark.Read();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            network = null;
            return $"whether it is the docker of before can't be told: {e.Message}";
        }
    }

    // With a full disk the next look tries again.
    private async Task RememberAsync(string? network, CancellationToken cancellationToken)
    {
        try
        {
            await (network is null ? Task.CompletedTask : mark.WriteAsync(network, cancellationToken));
        }
        catch (IOException)
        {
        }
    }
}
