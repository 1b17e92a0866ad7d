using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>What is not as it should be with a lease, in some words.</summary>
internal static class LeaseNote
{
    /// <summary>None while all is well.</summary>
    public static string? Of(LeaseMessage lease) => lease switch
    {
        { State: "locked" } => "needs its key",
        { OutageSince: not null } => "outage, end is put off",
        { LastError: { Length: > 0 } error } => error,
        { Restarts: > 0, State: "active" } => $"started again {lease.Restarts}x",
        _ => null,
    };
}
