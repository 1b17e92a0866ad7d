namespace Paygress.Provider.Core.Compute;

/// <summary>Tells of containers of ours that died, as it happens.</summary>
public interface IContainerEvents
{
    /// <summary>Streams deaths until docker goes away; then it ends, and the caller asks again. What happens in between is lost.</summary>
    IAsyncEnumerable<ContainerDeath> WatchAsync(CancellationToken cancellationToken);
}
