using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Linux.Checks;

/// <summary>What keeps tenants from the machine: the runtime that is configured, if dockerd knows it.</summary>
internal sealed class RuntimeCheck(DockerClient client, DockerOptions options) : IHostCheck
{
    private const string Group = "docker";
    private const string Name = "runtime";

    public async Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken)
    {
        var answer = await client.AskAsync(DockerArguments.Runtimes(), options.QueryTimeout, cancellationToken);

        // A docker that is not there is told by the check of it.
        return answer is not DockerAnswer.Ok { Output: var output } ? []
            : DockerJson.TryRead(output, DockerJsonContext.Default.DockerRuntimes) is { Known: { Count: > 0 } known, Default: { Length: > 0 } standard }
                ? [Judge(known.Keys, standard)]
                : [new CheckLine(Group, Name, CheckOutcome.Warned, "docker info does not tell its runtimes")];
    }

    private CheckLine Judge(IEnumerable<string> known, string standard) =>
        options.Runtime.Length == 0 ? new(Group, Name, CheckOutcome.Passed, $"tenants run under {standard}, dockerd's default")
        : known.Contains(options.Runtime, StringComparer.Ordinal) ? new(Group, Name, CheckOutcome.Passed, $"tenants run under {options.Runtime}")
        : new(
            Group, Name, CheckOutcome.Failed, $"dockerd knows no runtime {options.Runtime}, only {string.Join(", ", known.Order(StringComparer.Ordinal))}; leases are not offered",
            "install it, name it under \"runtimes\" in /etc/docker/daemon.json, restart docker; or clear Docker:Runtime", HostCapability.Leases);
}
