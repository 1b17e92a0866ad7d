using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Checks;

/// <summary>Lets others ask for a check before its time: something may have changed what can be offered.</summary>
internal sealed class CheckPulse
{
    /// <summary>Sent by whoever wants a check.</summary>
    public Pulse Wanted { get; } = new();
}
