namespace Serilog.Sinks.Journald;

/// <summary>Where encoded entries go.</summary>
internal interface IJournalSocket : IDisposable
{
    /// <summary>Sends one entry as a whole or not at all, within a short time.</summary>
    JournalSendResult Send(ReadOnlySpan<byte> entry);
}
