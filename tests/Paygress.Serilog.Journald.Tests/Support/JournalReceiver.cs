using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Serilog.Sinks.Journald;

namespace Serilog.Tests.Support;

/// <summary>Stands where journald stands: a datagram socket in a folder of its own, which the test opens, reads and closes.</summary>
internal sealed partial class JournalReceiver : IDisposable
{
    private const int GetSeals = 1034;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journal-");
    private readonly byte[] _buffer = new byte[512 * 1024];
    private Socket? _socket;

    private JournalReceiver()
    {
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "socket");

    /// <summary>The seals of the last entry that came as a file, else null.</summary>
    public int? LastSeals { get; private set; }

    public static JournalReceiver Absent() => new();

    public static JournalReceiver Listening()
    {
        var receiver = new JournalReceiver();
        receiver.Open();
        return receiver;
    }

    public void Open()
    {
        // Bound beside the path and moved: .NET removes the path it bound when the socket is closed, and a dead journald's stays.
        var bound = Path + ".bound";
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        _socket.Bind(new UnixDomainSocketEndPoint(bound));
        File.Move(bound, Path, overwrite: true);
    }

    /// <summary>Ends as a process ends: the file of the socket stays, and senders are refused.</summary>
    public void Close() => _socket?.Dispose();

    /// <summary>The next entry; waits for it.</summary>
    public JournalEntry Receive() => TryReceive(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException("no entry came");

    /// <summary>What is in the queue.</summary>
    public IReadOnlyList<JournalEntry> ReceiveQueued()
    {
        var entries = new List<JournalEntry>();
        while (TryReceive(TimeSpan.Zero) is { } entry)
        {
            entries.Add(entry);
        }

        return entries;
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _folder.Delete(recursive: true);
    }

    private unsafe JournalEntry? TryReceive(TimeSpan patience)
    {
        if (!_socket!.Poll(patience, SelectMode.SelectRead))
        {
            return null;
        }

        fixed (byte* bytes = _buffer)
        {
            var vector = new Libc.IoVector { Base = bytes, Length = (nuint)_buffer.Length };
            var rights = new Libc.RightsMessage { Descriptor = -1 };
            var header = new Libc.MessageHeader
            {
                Vectors = &vector,
                VectorCount = 1,
                Control = &rights,
                ControlLength = (nuint)sizeof(Libc.RightsMessage),
            };
            var length = (int)ReceiveMessage(_socket.SafeHandle, &header, 0);
            length.ShouldBeGreaterThanOrEqualTo(0);
            return length > 0 ? JournalEntry.Parse(_buffer.AsSpan(0, length)) : ReadFile(rights);
        }
    }

    private JournalEntry ReadFile(Libc.RightsMessage rights)
    {
        (rights.Level, rights.Type).ShouldBe((Libc.SocketLevel, Libc.Rights));
        using var file = new SafeFileHandle(rights.Descriptor, ownsHandle: true);
        LastSeals = Libc.Control(file, GetSeals, 0);
        var content = new byte[RandomAccess.GetLength(file)];
        RandomAccess.Read(file, content, 0).ShouldBe(content.Length);
        return JournalEntry.Parse(content);
    }

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static unsafe partial nint ReceiveMessage(SafeSocketHandle socket, Libc.MessageHeader* message, int flags);
}
