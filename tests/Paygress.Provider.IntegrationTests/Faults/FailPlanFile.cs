using Paygress.Provider.Linux.FailPoints;

namespace Paygress.Provider.IntegrationTests.Faults;

/// <summary>The file by which a running provider is told what is to go wrong next.</summary>
internal sealed class FailPlanFile(string folder)
{
    private string Record => Path + ".passed";

    public string Path { get; } = System.IO.Path.Combine(folder, "fail-points");

    /// <summary>False once the fault took place.</summary>
    public bool IsArmed => File.Exists(Path);

    /// <summary>True while an effect whose deadline has passed is still to come.</summary>
    public bool IsLate => File.Exists(Path + ".late");

    public void Arm(NativePoint point, FailKind kind)
    {
        // By a rename: it is never read half-written.
        File.WriteAllText(Path + ".new", $"{point} {kind}");
        File.Move(Path + ".new", Path);
    }

    public void Disarm() => File.Delete(Path);

    public void BeginRecord() => File.WriteAllText(Record, "");

    /// <summary>The names of the points that were passed, in their order.</summary>
    public IReadOnlyList<string> EndRecord()
    {
        var passed = File.ReadAllLines(Record);
        File.Delete(Record);
        return passed;
    }
}
