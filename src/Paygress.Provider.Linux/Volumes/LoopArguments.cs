using System.Collections.Immutable;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>What is said to losetup, word for word. Pure; paths are absolute, so none begins with a dash.</summary>
internal static class LoopArguments
{
    public static readonly ImmutableArray<string> List = ["--json", "--list", "--output=NAME,BACK-FILE,BACK-INO,BACK-MAJ:MIN,MAJ:MIN,RO"];

    /// <summary>Attaches a file to a free device and prints that; a device that has it already is given instead of a second one.</summary>
    public static ImmutableArray<string> Attach(string path) => ["--find", "--show", "--nooverlap", path];

    public static ImmutableArray<string> Detach(string device) => ["--detach", device];
}
