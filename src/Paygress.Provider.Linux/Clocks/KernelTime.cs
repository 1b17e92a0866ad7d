namespace Paygress.Provider.Linux.Clocks;

/// <summary>What the kernel knows of the wall clock's quality.</summary>
internal static class KernelTime
{
    private const int Unsynchronised = 5;

    // More than struct timex has on any Linux; zeroed, so that it only asks.
    private const int BufferSize = 512;

    /// <summary>True when a time service keeps the wall clock right; none when the kernel does not tell.</summary>
    public static bool? IsSynchronised() => Libc.AskTime(new byte[BufferSize]) switch
    {
        < 0 => null,
        Unsynchronised => false,
        _ => true,
    };
}
