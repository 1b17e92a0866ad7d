using System.Runtime.InteropServices;

namespace Paygress.Provider.Linux.Clocks;

/// <summary>The clocks that .NET does not offer one by one.</summary>
internal static partial class Libc
{
    public const int RealTime = 0;
    public const int Monotonic = 1;
    public const int BootTime = 7;

    private const long NanosecondsPerTick = 100;

    public static TimeSpan Read(int clock) => GetTime(clock, out var time) == 0
        ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / NanosecondsPerTick))
        : throw new InvalidOperationException($"the kernel has no clock {clock}");

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    public static partial int AskTime([In, Out] byte[] buffer);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
