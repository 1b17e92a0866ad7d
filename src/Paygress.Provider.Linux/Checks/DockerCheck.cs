using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Linux.Checks;

/// <summary>Docker: is the client there, does the daemon answer, are both new enough, can it hold containers to their limits.</summary>
internal sealed class DockerCheck(DockerClient client, DockerOptions options) : IHostCheck
{
    private const string Group = "docker";
    private const string Limits = "limits";

    // The first whose client knows "create --pull=never", and whose daemon runs on control groups of version 2. What Debian 11 and 12 have.
    private static readonly Version Oldest = new(20, 10);

    // What stood against leases when it answered last. One that is silent has not got younger, nor better at limits.
    private ImmutableArray<CheckLine> _obstacles = [];

    public async Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken)
    {
        var answer = await client.AskAsync(DockerArguments.Versions(), options.QueryTimeout, cancellationToken);
        if (answer is not DockerAnswer.Ok { Output: var output })
        {
            return [Unreachable(answer), .. _obstacles];
        }

        ImmutableArray<CheckLine> lines = [.. JudgeVersions(DockerJson.TryRead(output, DockerJsonContext.Default.DockerVersions)), .. await LookAtLimitsAsync(cancellationToken)];
        _obstacles = [.. lines.Where(l => l.Blocks is not null)];
        return lines;
    }

    private static ImmutableArray<CheckLine> JudgeVersions(DockerVersions? versions) =>
        [Judge("daemon", "dockerd", versions?.Server), Judge("client", "docker client", versions?.Client)];

    private static CheckLine Judge(string name, string what, string? version) => DockerVersions.IsAtLeast(version, Oldest) switch
    {
        true => new(Group, name, CheckOutcome.Passed, $"{what} {version} answers"),
        false => new(Group, name, CheckOutcome.Failed, $"{what} {version} is older than {Oldest}; leases are not offered", $"install docker {Oldest} or later (apt install docker.io)", HostCapability.Leases),
        null => new(Group, name, CheckOutcome.Warned, $"{what} does not tell a version as docker does ({version ?? "none"})", $"install docker {Oldest} or later (apt install docker.io)"),
    };

    private CheckLine Unreachable(DockerAnswer answer)
    {
        var fix = answer is DockerAnswer.Refused { Complaints: var text } && text.Contains("permission denied", StringComparison.OrdinalIgnoreCase)
            ? "run as root, or join docker's group: usermod -aG docker $USER, then log in anew"
            : $"install docker (apt install docker.io), start it (systemctl start docker), or set Docker:Program (now {options.Program}) or DOCKER_HOST";
        return new(Group, "daemon", CheckOutcome.Failed, answer.ToResult().Error!.Detail, fix); // not done carries an error
    }

    private async Task<ImmutableArray<CheckLine>> LookAtLimitsAsync(CancellationToken cancellationToken)
    {
        var answer = await client.AskAsync(DockerArguments.Limits(), options.QueryTimeout, cancellationToken);
        return answer is DockerAnswer.Ok { Output: var output } && DockerJson.TryRead(output, DockerJsonContext.Default.DockerLimits) is { HasAnswer: true } limits
            ? [Judge(limits)]
            : [new CheckLine(Group, Limits, CheckOutcome.Warned, "docker info does not tell which limits can be set"), .. _obstacles.Where(o => o.Name == Limits)];
    }

    private static CheckLine Judge(DockerLimits limits)
    {
        var how = $"control groups version {limits.CgroupVersion}, driver {limits.CgroupDriver}";
        var missing = string.Join(", ", limits.Missing());
        return missing.Length > 0
            ? new(Group, Limits, CheckOutcome.Failed, $"dockerd can't limit {missing} ({how}); leases are not offered", "enable these control groups, then restart docker; docker info shows its warnings", HostCapability.Leases)
            : !limits.Swap
                ? new(Group, Limits, CheckOutcome.Warned, $"dockerd can't limit swap ({how}): a tenant may swap beyond its memory", "swapoff -a, or swapaccount=1 on the kernel command line")
                : new(Group, Limits, CheckOutcome.Passed, $"dockerd limits cpu, memory, swap and pids ({how})");
    }
}
