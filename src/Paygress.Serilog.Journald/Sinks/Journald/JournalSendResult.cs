namespace Serilog.Sinks.Journald;

/// <summary>How the attempt to send an entry ended.</summary>
internal abstract record JournalSendResult
{
    private JournalSendResult()
    {
    }

    /// <summary>Journald has the entry in its queue.</summary>
    public sealed record Sent : JournalSendResult
    {
        public static readonly Sent Instance = new();
    }

    /// <summary>The entry does not fit into a datagram, nor, for this reason, into a memory file.</summary>
    public sealed record TooLarge(string Reason) : JournalSendResult;

    /// <summary>Journald is away or takes nothing, or there is a fault in the event itself.</summary>
    public sealed record Failed(string Reason, Exception? Exception = null) : JournalSendResult;
}
