using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Linux.Checks;

/// <summary>The operators' group.</summary>
internal sealed class GroupCheck(string group) : IHostCheck
{
    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>(
    [
        UnixGroup.Exists(group)
            ? new CheckLine("files", "group", CheckOutcome.Passed, $"members of {group} may use the socket")
            : new CheckLine("files", "group", CheckOutcome.Warned, $"there is no group {group}: only root may use the socket", $"groupadd --system {group}"),
    ]);
}
