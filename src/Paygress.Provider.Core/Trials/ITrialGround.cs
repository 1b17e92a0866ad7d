using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Trials;

/// <summary>Where limits are tried: runs attempts in the canary's container.</summary>
public interface ITrialGround
{
    /// <summary>Runs a script for the shell of the image <c>hello</c>, with a deadline of its own.</summary>
    /// <param name="asRoot">As root of the container, who may do most there; else as the container's own user, whose processes it may touch.</param>
    Task<HostResult<TrialAnswer>> AttemptAsync(string containerId, string script, bool asRoot, CancellationToken cancellationToken);

    /// <summary>What limits rest on here, in words: kernel, docker, its storage, control groups, runtime. Another answer means that a trial says little of today.</summary>
    Task<HostResult<string>> DescribeAsync(CancellationToken cancellationToken);
}
