namespace Paygress.Provider.Core.Compute;

/// <summary>Tells of containers of ours that died, as it happens.</summary>
public interface IContainerEvents
{
    /// <summary>Streams deaths until docker goes away or the idle limit passes; then it ends, and the caller asks again.</summary>
    IAsyncEnumerable<ContainerDeath> WatchAsync(CancellationToken cancellationToken);
}
