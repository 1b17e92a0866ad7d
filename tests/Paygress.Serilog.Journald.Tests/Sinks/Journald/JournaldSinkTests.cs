using System.Diagnostics;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.Journald;
using Serilog.Tests.Support;

namespace Serilog.Tests.Sinks.Journald;

public sealed class JournaldSinkTests
{
    private readonly CapturingListener _listener = new();

    [Fact]
    public void Emit_SocketAbsent_ReportsTheEventAsLost()
    {
        using var journal = JournalReceiver.Absent();
        using var sink = Sink(new JournalSocket(journal.Path));
        var logEvent = Some.LogEvent();

        sink.Emit(logEvent);

        _listener.Events.ShouldBe([logEvent]);
        _listener.Failures.Single().Kind.ShouldBe(LoggingFailureKind.Permanent);
        _listener.Failures.Single().Message.ShouldBe("an event did not reach the journal: No such file or directory");
    }

    [Fact]
    public void Emit_JournaldBackAfterLosses_TellsHowManyAndGoesOn()
    {
        using var journal = JournalReceiver.Listening();
        using var sink = Sink(new JournalSocket(journal.Path));
        journal.Close();
        sink.Emit(Some.LogEvent("one"));
        sink.Emit(Some.LogEvent("two"));
        journal.Open();

        sink.Emit(Some.LogEvent("three"));
        sink.Emit(Some.LogEvent("four"));

        var entries = journal.ReceiveQueued();
        entries.Select(entry => entry["MESSAGE"]).ShouldBe(["2 log entries were lost on the way to the journal", "three", "four"]);
        entries[0]["PRIORITY"].ShouldBe("4");
        entries[0]["PAYGRESS_LOST_ENTRIES"].ShouldBe("2");
        entries[0]["PAYGRESS_LOGGER"].ShouldBe("Serilog.Sinks.Journald.JournaldSink");
        _listener.Events.Count.ShouldBe(2);
    }

    [Fact]
    public void Emit_NobodyReads_LosesTheRestWithoutWaitingForEach()
    {
        const int Count = 2000;
        using var journal = JournalReceiver.Listening();
        using var sink = Sink(new JournalSocket(journal.Path));
        var start = Stopwatch.GetTimestamp();

        for (var i = 0; i < Count; i++)
        {
            sink.Emit(Some.LogEvent());
        }

        // A wait of 100 ms for each would be minutes; there is one.
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        (journal.ReceiveQueued().Count + _listener.Events.Count).ShouldBe(Count);

        sink.Emit(Some.LogEvent("again"));
        journal.Receive()["PAYGRESS_LOST_ENTRIES"].ShouldBe($"{_listener.Events.Count}");
        journal.Receive()["MESSAGE"].ShouldBe("again");
    }

    [Fact]
    public async Task Emit_FromManyThreads_KeepsEntriesWhole()
    {
        const int Threads = 8, Each = 200;
        using var journal = JournalReceiver.Listening();
        using var sink = Sink(new JournalSocket(journal.Path, TimeSpan.FromSeconds(20)));

        var reading = Task.Run(() => Enumerable.Range(0, Threads * Each).Select(_ => journal.Receive()).ToList(), TestContext.Current.CancellationToken);
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            for (var i = 0; i < Each; i++)
            {
                sink.Emit(Some.LogEvent("{Text}", properties: ("Text", Text(thread, i))));
            }
        });

        var entries = await reading;
        _listener.Events.ShouldBeEmpty();
        entries.Select(entry => entry["MESSAGE"]).ShouldBe(
            Enumerable.Range(0, Threads).SelectMany(thread => Enumerable.Range(0, Each).Select(i => Text(thread, i))), ignoreOrder: true);
    }

    [Fact]
    public void Emit_NeitherDatagramNorFile_SendsTheEventTruncated()
    {
        var socket = new FakeJournalSocket((_, length) =>
            length > 200_000 ? new JournalSendResult.TooLarge("Too many open files") : JournalSendResult.Sent.Instance);
        using var sink = Sink(socket);

        sink.Emit(Some.LogEvent("{Text}", properties: ("Text", new string('x', 300_000))));

        socket.Attempts.Count.ShouldBe(2);
        socket.Attempts[1]["PAYGRESS_TRUNCATED"].ShouldBe("1");
        _listener.Events.ShouldBeEmpty();
    }

    [Fact]
    public void Emit_TruncatedEventTooLargeAsWell_IsLost()
    {
        using var sink = Sink(new FakeJournalSocket((_, _) => new JournalSendResult.TooLarge("Too many open files")));

        sink.Emit(Some.LogEvent());

        _listener.Failures.Single().Message.ShouldEndWith("Too many open files");
    }

    [Fact]
    public void Emit_MessageIdCallbackThrows_LosesTheEventOnly()
    {
        var socket = new FakeJournalSocket((_, _) => JournalSendResult.Sent.Instance);
        using var sink = Sink(socket, _ => throw new FormatException("bad id"));

        sink.Emit(Some.LogEvent());

        _listener.Failures.Single().Exception.ShouldBeOfType<FormatException>();
        socket.Attempts.ShouldBeEmpty();
    }

    [Fact]
    public void Emit_AfterDispose_ReportsTheEventAsLost()
    {
        using var journal = JournalReceiver.Listening();
        var sink = Sink(new JournalSocket(journal.Path));
        sink.Dispose();

        sink.Emit(Some.LogEvent());

        _listener.Failures.Single().Exception.ShouldBeOfType<ObjectDisposedException>();
    }

    [Fact]
    public void Dispose_Twice_DoesNothingMore()
    {
        using var journal = JournalReceiver.Listening();
        var sink = Sink(new JournalSocket(journal.Path));

        sink.Dispose();

        Should.NotThrow(sink.Dispose);
    }

    private static string Text(int thread, int i) => $"{thread}/{i}\n{new string((char)('a' + thread), i * 10)}";

    private JournaldSink Sink(IJournalSocket socket, Func<LogEvent, string?>? messageId = null)
    {
        var sink = new JournaldSink(new JournalEntryEncoder(new JournalFields("PAYGRESS"), "test", messageId), socket);
        sink.SetFailureListener(_listener);
        return sink;
    }
}
