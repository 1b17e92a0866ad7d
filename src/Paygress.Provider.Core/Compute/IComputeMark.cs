namespace Paygress.Provider.Core.Compute;

/// <summary>Remembers which docker leases have their containers in.</summary>
public interface IComputeMark
{
    /// <summary>The network that was written last; none when there was none.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    string? Read();

    /// <summary>Keeps the network of now.</summary>
    /// <exception cref="IOException">It can't be written; the last one stays.</exception>
    Task WriteAsync(string network, CancellationToken cancellationToken);
}
