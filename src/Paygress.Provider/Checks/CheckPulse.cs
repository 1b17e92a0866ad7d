using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Checks;

/// <summary>Lets others ask for a check before its time: something may have changed what can be offered.</summary>
internal sealed class CheckPulse
{
    /// <summary>Sent by who wants one.</summary>
    public Pulse Wanted { get; } = new();
}
