namespace Paygress.Provider.Core.Compute;

/// <summary>Docker's word for what a container is doing.</summary>
public enum ContainerState
{
    Unknown,
    Created,
    Running,
    Paused,
    Restarting,
    Removing,
    Exited,
    Dead,
}
