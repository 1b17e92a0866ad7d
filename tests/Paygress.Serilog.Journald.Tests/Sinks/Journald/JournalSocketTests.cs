using System.Text;
using Serilog.Sinks.Journald;
using Serilog.Tests.Support;

namespace Serilog.Tests.Sinks.Journald;

public sealed class JournalSocketTests
{
    private const int ShrinkGrowWriteAndSeal = 0x2 | 0x4 | 0x8 | 0x1;

    [Fact]
    public void Send_SmallEntry_ArrivesAsOneDatagram()
    {
        using var journal = JournalReceiver.Listening();
        using var socket = new JournalSocket(journal.Path);

        socket.Send("A=1\nB=2\n"u8).ShouldBeOfType<JournalSendResult.Sent>();

        journal.Receive().Names.ShouldBe(["A", "B"]);
        journal.LastSeals.ShouldBeNull();
    }

    [Fact]
    public void Send_OneMebibyte_ArrivesAsSealedFile()
    {
        var text = new string('x', 1024 * 1024);
        using var journal = JournalReceiver.Listening();
        using var socket = new JournalSocket(journal.Path);

        socket.Send(Encoding.UTF8.GetBytes($"A={text}\n")).ShouldBeOfType<JournalSendResult.Sent>();

        journal.Receive()["A"].ShouldBe(text);
        journal.LastSeals.ShouldBe(ShrinkGrowWriteAndSeal);
    }

    [Fact]
    public void Send_ManyLargeEntries_LeavesNoDescriptorOpen()
    {
        var entry = Encoding.UTF8.GetBytes($"A={new string('x', 1024 * 1024)}\n");
        using var journal = JournalReceiver.Listening();
        using var socket = new JournalSocket(journal.Path);

        for (var i = 0; i < 20; i++)
        {
            socket.Send(entry).ShouldBeOfType<JournalSendResult.Sent>();
            journal.Receive();
        }

        Directory.GetFiles("/proc/self/fd").ShouldAllBe(descriptor => !Target(descriptor).Contains("journal-entry", StringComparison.Ordinal));
    }

    [Fact]
    public void Send_SocketAbsent_FailsAndWorksOnceItIsThere()
    {
        using var journal = JournalReceiver.Absent();
        using var socket = new JournalSocket(journal.Path);

        socket.Send("A=1\n"u8).ShouldBeOfType<JournalSendResult.Failed>().Reason.ShouldBe("No such file or directory");
        journal.Open();

        socket.Send("A=2\n"u8).ShouldBeOfType<JournalSendResult.Sent>();
        journal.Receive()["A"].ShouldBe("2");
    }

    [Fact]
    public void Send_JournaldGone_IsRefusedAndWorksOnceItIsBack()
    {
        using var journal = JournalReceiver.Listening();
        using var socket = new JournalSocket(journal.Path);
        socket.Send("A=1\n"u8).ShouldBeOfType<JournalSendResult.Sent>();
        journal.Close();

        socket.Send("A=2\n"u8).ShouldBeOfType<JournalSendResult.Failed>().Reason.ShouldBe("Connection refused");
        journal.Open();

        socket.Send("A=3\n"u8).ShouldBeOfType<JournalSendResult.Sent>();
        journal.Receive()["A"].ShouldBe("3");
    }

    [Fact]
    public void Send_QueueFull_FailsUntilSomebodyReads()
    {
        using var journal = JournalReceiver.Listening();
        using var socket = new JournalSocket(journal.Path, TimeSpan.FromMilliseconds(20));
        while (socket.Send("A=1\n"u8) is JournalSendResult.Sent)
        {
        }

        socket.Send("A=2\n"u8).ShouldBeOfType<JournalSendResult.Failed>().Reason.ShouldBe("journald does not read its socket");
        journal.ReceiveQueued().ShouldNotBeEmpty();

        socket.Send("A=3\n"u8).ShouldBeOfType<JournalSendResult.Sent>();
    }

    [Fact]
    public void Send_LargeEntryAndQueueFull_Fails()
    {
        using var journal = JournalReceiver.Listening();
        using var socket = new JournalSocket(journal.Path, TimeSpan.FromMilliseconds(20));
        while (socket.Send("A=1\n"u8) is JournalSendResult.Sent)
        {
        }

        socket.Send(new byte[1024 * 1024]).ShouldBeOfType<JournalSendResult.Failed>();
    }

    [Fact]
    public void Constructor_PathLongerThanASocketAddress_Throws() =>
        Should.Throw<ArgumentException>(() => new JournalSocket("/" + new string('x', 200)));

    private static string Target(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName ?? "";
        }
        catch (IOException)
        {
            // Another test has closed it meanwhile.
            return "";
        }
    }
}
