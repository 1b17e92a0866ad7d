using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Trials;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Linux.Trials;

/// <summary>Attempts by way of the docker client, straight: the bounds of other docker commands are not in their way, nor they in those'.</summary>
internal sealed class DockerTrialGround(ICommandRunner runner, DockerOptions options) : ITrialGround
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private const int MostSaid = 64 * 1024;

    private static readonly ImmutableArray<string> Ground =
        ["info", """--format={"Kernel":{{json .KernelVersion}},"Docker":{{json .ServerVersion}},"Storage":{{json .Driver}},"CgroupVersion":{{json .CgroupVersion}},"Runtime":{{json .DefaultRuntime}}}"""];

    /// <inheritdoc />
    public async Task<HostResult<TrialAnswer>> AttemptAsync(string containerId, string script, bool asRoot, CancellationToken cancellationToken)
    {
        var spec = new CommandSpec { Program = options.Program, Arguments = DockerArguments.Attempt(containerId, script, asRoot), Timeout = Deadline, MaxOutput = MostSaid };
        return await runner.RunAsync(spec, cancellationToken) switch
        {
            CommandResult.Exited x => HostResult.Of(new TrialAnswer(x.ExitCode, x.StandardOutput.Text + x.StandardError.Text)),
            CommandResult.TimedOut => HostResult.Unknown<TrialAnswer>($"it did not end within {Deadline.TotalSeconds:0} s"),
            _ => HostResult.Failed<TrialAnswer>(ErrorCodes.BackendUnavailable, "the docker client could not be started"),
        };
    }

    /// <inheritdoc />
    public async Task<HostResult<string>> DescribeAsync(CancellationToken cancellationToken)
    {
        var spec = new CommandSpec { Program = options.Program, Arguments = Ground, Timeout = options.QueryTimeout };
        return await runner.RunAsync(spec, cancellationToken) is CommandResult.Exited { Succeeded: true } x
            && DockerJson.TryRead(x.StandardOutput.Text, DockerJsonContext.Default.DockerGround)?.Describe(options.Runtime) is { } words
                ? HostResult.Of(words)
                : HostResult.Unknown<string>("docker does not tell what it runs on");
    }
}
