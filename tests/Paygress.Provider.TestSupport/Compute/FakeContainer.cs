using Paygress.Provider.Core.Compute;

namespace Paygress.Provider.TestSupport.Compute;

/// <summary>A container of <see cref="FakeComputeBackend"/>, with the ways in which it misbehaves.</summary>
public sealed class FakeContainer
{
    /// <summary>What it was made from; none for one that somebody else made.</summary>
    public ContainerSpec? Spec { get; init; }

    /// <summary>What a look at it shows.</summary>
    public required ContainerStatus Status { get; set; }

    /// <summary>What its labels and limits say; none says what it was made from.</summary>
    public ContainerDetails? Details { get; set; }

    /// <summary>True when SIGTERM does not move it.</summary>
    public bool IgnoresTerminate { get; set; }

    /// <summary>True when not even SIGKILL and removal move it, as with a process that waits for a dead disk.</summary>
    public bool IsStuck { get; set; }

    /// <summary>True when it exits with <see cref="ExitCodeAtStart"/> right after a start.</summary>
    public bool ExitsAtStart { get; set; }

    /// <summary>The exit code for <see cref="ExitsAtStart"/>.</summary>
    public int ExitCodeAtStart { get; set; }
}
