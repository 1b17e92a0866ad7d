using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Linux.Checks;

/// <summary>Docker's own group: without it systemd can't make docker's socket.</summary>
internal sealed class DockerGroupCheck(string group = "docker") : IHostCheck
{
    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>(
    [
        UnixGroup.Exists(group)
            ? new CheckLine("docker", "group", CheckOutcome.Passed, $"members of {group} may use docker's socket")
            : new CheckLine("docker", "group", CheckOutcome.Warned, $"there is no group {group}: docker.socket does not start, and only root may use docker", $"groupadd --system {group} && systemctl restart docker.socket docker"),
    ]);
}
