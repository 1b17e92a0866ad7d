namespace Paygress.Provider.Linux.Checks;

/// <summary>Loop devices: every volume needs one.</summary>
internal sealed class LoopDeviceCheck : IHostCheck
{
    private const string Control = "/dev/loop-control";

    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>(
    [
        File.Exists(Control)
            ? new CheckLine("volumes", "loop devices", CheckOutcome.Passed, $"{Control} is there")
            : new CheckLine("volumes", "loop devices", CheckOutcome.Failed, $"{Control} is missing", "modprobe loop"),
    ]);
}
