namespace Paygress.Provider.Core.Compute;

/// <summary>Docker's word for what a container is doing.</summary>
public enum ContainerState
{
    /// <summary>A word that this version does not know; it proves nothing.</summary>
    Unknown,

    Created,
    Running,
    Paused,
    Restarting,
    Removing,
    Exited,
    Dead,
}
