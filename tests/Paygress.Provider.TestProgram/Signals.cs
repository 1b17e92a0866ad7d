using System.Runtime.InteropServices;

namespace Paygress.Provider.TestProgram;

/// <summary>What the program does when it is told to stop.</summary>
internal static class Signals
{
    /// <summary>Says so and exits with 3 at SIGINT. The ready file tells the test that the signal may come.</summary>
    public static async Task<int> ObeyInterruptAsync(string readyFile)
    {
        var interrupted = new TaskCompletionSource();
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            interrupted.TrySetResult();
        });
        await File.WriteAllTextAsync(readyFile, "ready");
        await interrupted.Task;
        await Console.Out.WriteAsync("interrupted");
        return 3;
    }

    /// <summary>Only SIGKILL helps; and a minute, so that a failing test leaves nothing behind.</summary>
    public static async Task<int> IgnoreAsync(string readyFile)
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
        await Console.Out.WriteAsync("deaf");
        await Console.Out.FlushAsync();
        await File.WriteAllTextAsync(readyFile, Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await DelayAsync(60_000);
        return 0;
    }

    /// <summary>Waits.</summary>
    public static Task DelayAsync(int milliseconds) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
}
