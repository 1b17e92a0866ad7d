namespace Paygress.Provider.Core.Hosts;

/// <summary>Measures the machine. Needs no docker, so that a heartbeat never waits for it.</summary>
public interface INodeMeter
{
    /// <summary>Measures now; cpu usage is the mean since the call before. None when the kernel did not tell: a part is never guessed.</summary>
    NodeStatus? Measure();
}
