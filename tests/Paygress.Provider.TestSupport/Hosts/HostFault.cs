namespace Paygress.Provider.TestSupport.Hosts;

/// <summary>What a fake host is told to do instead of what it was asked for.</summary>
public abstract record HostFault
{
    /// <summary>No answer, and no effect either.</summary>
    public static readonly HostFault Unanswered = new Silent();

    /// <summary>The effect takes place, but the answer is lost.</summary>
    public static readonly HostFault ReplyLost = new LostReply();

    /// <summary>No answer, and the effect takes place when <see cref="FaultScript.LandLateEffects"/> is called.</summary>
    public static readonly HostFault Late = new LateEffect();

    private HostFault()
    {
    }

    /// <summary>The host says no, and nothing happens.</summary>
    public sealed record Refusal(string Code, string Detail) : HostFault;

    internal sealed record Silent : HostFault;

    internal sealed record LostReply : HostFault;

    internal sealed record LateEffect : HostFault;
}
