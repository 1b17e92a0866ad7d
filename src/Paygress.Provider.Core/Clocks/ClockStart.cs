namespace Paygress.Provider.Core.Clocks;

/// <summary>Where a provider's time begins.</summary>
/// <param name="Now">The provider's time at its start.</param>
/// <param name="Host">What the machine's clocks showed then.</param>
/// <param name="Mark">The last sign of life of the provider before; none for the first one.</param>
public sealed record ClockStart(DateTimeOffset Now, HostTime Host, ClockMark? Mark)
{
    /// <summary>True when the machine was started again since the last sign of life.</summary>
    public bool IsAfterReboot => Mark is not null && Mark.BootId != Host.BootId;

    /// <summary>Why the wall clock can't tell how long the machine was down; none when it can, or was not asked.</summary>
    public string? Doubt { get; init; }
}
