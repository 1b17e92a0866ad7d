using Paygress.Provider.Core.Compute;

namespace Paygress.Provider.TestSupport.Compute;

/// <summary>The network of then, in memory.</summary>
public sealed class FakeComputeMark : IComputeMark
{
    /// <summary>True when it can't be written.</summary>
    public bool IsBroken { get; set; }

    /// <summary>True when it can't be read.</summary>
    public bool IsUnreadable { get; set; }

    public string? Network { get; private set; }

    public string? Read() => IsUnreadable ? throw new IOException("too many open files") : Network;

    public Task WriteAsync(string network, CancellationToken cancellationToken)
    {
        Network = IsBroken ? throw new IOException("the disk is full") : network;
        return Task.CompletedTask;
    }
}
