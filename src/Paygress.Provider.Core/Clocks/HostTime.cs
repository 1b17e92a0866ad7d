namespace Paygress.Provider.Core.Clocks;

/// <summary>What the machine's clocks show at one moment.</summary>
/// <param name="BootId">Names this run of the kernel; another one after each reboot.</param>
/// <param name="SinceBoot">Time since the kernel started, sleep included. Nobody can set it.</param>
/// <param name="Suspended">How much of that the machine slept.</param>
/// <param name="Wall">The wall clock, which anybody may set.</param>
/// <param name="IsSynchronised">True when the kernel says that a time service keeps the wall clock right; none when it could not be asked.</param>
public sealed record HostTime(string BootId, TimeSpan SinceBoot, TimeSpan Suspended, DateTimeOffset Wall, bool? IsSynchronised);
