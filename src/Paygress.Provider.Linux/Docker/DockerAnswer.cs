using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Linux.Docker;

/// <summary>What docker said to one command, before it is turned into what Core is told.</summary>
internal abstract record DockerAnswer
{
    private DockerAnswer()
    {
    }

    /// <summary>Exit code 0. There may still be complaints about some of many things.</summary>
    public sealed record Ok(string Output, string Complaints) : DockerAnswer;

    /// <summary>Docker said no.</summary>
    /// <param name="Output">What it gave all the same, when some of many things were fine.</param>
    /// <param name="Complaints">Why, in a line at least.</param>
    public sealed record Refused(DockerRefusal Reason, string Output, string Complaints) : DockerAnswer;

    /// <summary>There was no answer, or not a whole one.</summary>
    /// <param name="IsLate">True when its time was up; of a stream: when it had been silent for too long.</param>
    public sealed record Silent(string Detail, bool IsLate = false) : DockerAnswer;

    /// <summary>The output of a command that is done, or the reason why not in the form of a port's result.</summary>
    public HostResult<string> ToResult() => this switch
    {
        Ok x => HostResult.Of(x.Output),
        Refused { Reason: DockerRefusal.Unreachable } x => HostResult.Unknown<string>(DockerErrors.Shorten(x.Complaints)),
        Refused x => new HostResult<string>.Failed(DockerErrors.Describe(x.Reason, x.Complaints)),
        Silent x => HostResult.Unknown<string>(x.Detail),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The same for a command that gives nothing back.</summary>
    public HostResult<Nothing> ToEffect() => ToResult().ToEffect();

    /// <summary>The same for a command about many things, where some kinds of complaints do no harm.</summary>
    public HostResult<Nothing> ToEffectExcept(params DockerRefusal[] harmless)
    {
        var complaints = this switch
        {
            Ok x => x.Complaints,
            Refused { Reason: not DockerRefusal.Unreachable } x => x.Complaints,
            _ => null,
        };
        if (complaints is null)
        {
            return ToEffect();
        }

        return DockerErrors.LinesExcept(complaints, harmless).FirstOrDefault() is { } line
            ? new HostResult<Nothing>.Failed(DockerErrors.Describe(DockerErrors.Read(line), line))
            : HostResult.Done;
    }
}
