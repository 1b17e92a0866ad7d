namespace Paygress.Provider.Core.Compute;

/// <summary>How a container is asked to end.</summary>
public enum StopSignal
{
    /// <summary>SIGTERM: it may finish what it does.</summary>
    Terminate,

    /// <summary>SIGKILL: it has no say.</summary>
    Kill,
}
