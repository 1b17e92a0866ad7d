namespace Paygress.Provider.Linux.FailPoints;

/// <summary>Where an effect on the host begins and ends. Nothing goes wrong here unless a test asked for it by <see cref="Enable"/>.</summary>
public static class FailPoint
{
    /// <summary>The variable that names the file of the plan.</summary>
    public const string Variable = "PAYGRESS_FAIL_POINTS";

    private const int InputOutputError = 5;
    private const int NoSpace = 28;

    private static FailPlan? _plan;

    /// <summary>True when this process has fail points.</summary>
    public static bool IsEnabled => _plan is not null;

    /// <summary>Lets the plan of a test say from now on what goes wrong; without a file it is off for good.</summary>
    public static void Enable(string? planFile) => _plan = string.IsNullOrEmpty(planFile) ? null : new FailPlan(planFile);

    /// <summary>What is to go wrong at this point; none nearly always.</summary>
    internal static FailKind? Take(string point) => _plan?.Take(point);

    /// <summary>An effect after its deadline took place.</summary>
    internal static void Land() => _plan?.Land();

    /// <summary>Changes a file.</summary>
    /// <exception cref="IOException">The plan said so, or the change did.</exception>
    public static void Around(HostEffect effect, Action change)
    {
        var kind = Enter(effect.ToString(), FileFault);
        change();
        Leave(kind, FileFault);
    }

    /// <summary>The moment before an effect: it may be the last one, or the effect may be refused.</summary>
    internal static FailKind? Enter(string point, Func<FailKind, Exception> fault)
    {
        var kind = Take(point);
        return kind switch
        {
            FailKind.CrashBefore => throw Crash(),
            FailKind.Error or FailKind.DiskFull => throw fault(kind.Value),
            _ => kind,
        };
    }

    /// <summary>The moment after an effect: it may be the last one, or the answer may get lost.</summary>
    internal static void Leave(FailKind? kind, Func<FailKind, Exception> fault)
    {
        if (kind is FailKind.CrashAfter)
        {
            throw Crash();
        }

        if (kind is FailKind.LostReply)
        {
            throw fault(kind.Value);
        }
    }

    /// <summary>Ends this process as the kernel would; does not return.</summary>
    internal static Exception Crash()
    {
        var error = Libc.Kill(Environment.ProcessId, Libc.SigKill);
        throw new System.Diagnostics.UnreachableException($"a killed process goes on: {error}");
    }

    // With the kernel's number, as .NET gives it.
    private static IOException FileFault(FailKind kind) => kind is FailKind.DiskFull
        ? new IOException("No space left on device (fail point)", NoSpace)
        : new IOException("Input/output error (fail point)", InputOutputError);
}
