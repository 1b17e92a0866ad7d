using System.Diagnostics;

namespace Paygress.Provider.TestProgram;

/// <summary>A process that outlives its parent and keeps the parent's output pipes open.</summary>
internal static class Grandchild
{
    /// <summary>Starts one and leaves it alone.</summary>
    public static int Leave(string milliseconds)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        start.ArgumentList.Add("sleep");
        start.ArgumentList.Add(milliseconds);
#pragma warning disable RS0030 // The test program is what the command runner is tested with; it can not use it.
        using var grandchild = Process.Start(start);
#pragma warning restore RS0030
        Console.Out.Write("left");
        return 0;
    }
}
