using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Linux.Checks;

/// <summary>Docker: is the client there, does the daemon answer, is it one that we know to work.</summary>
internal sealed class DockerCheck(DockerClient client, DockerOptions options) : IHostCheck
{
    private const string Group = "docker";

    // What Debian 12 has, and the oldest that was tried.
    private const int OldestMajor = 20;

    public async Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken)
    {
        var answer = await client.AskAsync(DockerArguments.Version(), options.QueryTimeout, cancellationToken);
        if (answer.ToResult() is not HostResult<string>.Done { Value: var output })
        {
            var reason = answer.ToResult().Error!.Detail; // not done carries an error
            return [new CheckLine(Group, "daemon", CheckOutcome.Failed, reason, $"install docker (apt install docker.io), start it (systemctl start docker), or set Docker:Program (now {options.Program}) or DOCKER_HOST")];
        }

        var version = output.Trim();
        var known = int.TryParse(version.Split('.')[0], out var major) && major >= OldestMajor;
        return
        [
            known
                ? new CheckLine(Group, "daemon", CheckOutcome.Passed, $"dockerd {version} answers")
                : new CheckLine(Group, "daemon", CheckOutcome.Warned, $"dockerd {version} is older than what was tried", $"install docker {OldestMajor}.10 or later"),
        ];
    }
}
