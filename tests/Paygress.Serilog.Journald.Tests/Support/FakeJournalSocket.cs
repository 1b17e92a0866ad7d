using Serilog.Sinks.Journald;

namespace Serilog.Tests.Support;

/// <summary>A socket that answers as the test says, and keeps what it was given.</summary>
internal sealed class FakeJournalSocket(Func<JournalEntry, int, JournalSendResult> answer) : IJournalSocket
{
    public List<JournalEntry> Attempts { get; } = [];

    public JournalSendResult Send(ReadOnlySpan<byte> entry)
    {
        Attempts.Add(JournalEntry.Parse(entry));
        return answer(Attempts[^1], entry.Length);
    }

    public void Dispose()
    {
    }
}
