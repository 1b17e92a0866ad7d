using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Checks;

/// <summary>The small programs that make volumes.</summary>
internal sealed class ToolCheck : IHostCheck
{
    private static readonly (string Program, string Package)[] Tools =
        [("losetup", "mount"), ("mkfs.ext4", "e2fsprogs"), ("debugfs", "e2fsprogs")];

    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CheckLine>>([.. Tools.Select(t => Look(t.Program, t.Package))]);

    private static CheckLine Look(string program, string package) =>
        ProgramPath.Find(program, Environment.GetEnvironmentVariable("PATH")).Path is { } path
            ? new CheckLine("volumes", program, CheckOutcome.Passed, path)
            : new CheckLine("volumes", program, CheckOutcome.Failed, "is not installed", $"apt install {package}");
}
