using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Serilog.Sinks.Journald;

/// <summary>Sends entries to journald: as a datagram, or as a sealed memory file where they are too large for one.</summary>
/// <remarks>
/// Every send names the path instead of connecting once: when journald's socket was away and is back, there is
/// nothing to reconnect, and while it is away the only cost is a system call that fails. Threads share nothing but
/// the descriptor; the kernel keeps datagrams whole.
/// </remarks>
internal sealed class JournalSocket : IJournalSocket
{
    private const int MaximumInterruptions = 5;
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMilliseconds(100);

    private readonly SocketAddress _address;
    private readonly Socket _socket;
    private volatile bool _stalled;

    /// <param name="path">Where journald listens.</param>
    /// <param name="patience">How long a send may wait for room in journald's queue.</param>
    public JournalSocket(string path, TimeSpan? patience = null)
    {
        _address = new UnixDomainSocketEndPoint(path).Serialize();
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)
        {
            SendTimeout = (int)(patience ?? DefaultPatience).TotalMilliseconds,
        };
    }

    /// <inheritdoc />
    public JournalSendResult Send(ReadOnlySpan<byte> entry) => TrySend(entry, file: null) switch
    {
        0 => JournalSendResult.Sent.Instance,
        Libc.MessageTooLong or Libc.NoBuffers => SendAsFile(entry),
        var error => Failed(error),
    };

    /// <inheritdoc />
    public void Dispose() => _socket.Dispose();

    private JournalSendResult SendAsFile(ReadOnlySpan<byte> entry)
    {
        using var file = SealedMemoryFile.TryCreate(entry, out var reason);
        if (file is null)
        {
            return new JournalSendResult.TooLarge(reason);
        }

        return TrySend([], file) switch
        {
            0 => JournalSendResult.Sent.Instance,
            // Nobody reads: a smaller entry would fare no better.
            Libc.TryAgain => Failed(Libc.TryAgain),
            var error => new JournalSendResult.TooLarge(Describe(error)),
        };
    }

    /// <summary>Returns 0 or the error number.</summary>
    private int TrySend(ReadOnlySpan<byte> data, SafeHandle? file)
    {
        var interruptions = 0;
        while (true)
        {
            // Once journald let a send wait in vain, the next ones don't wait: a frozen journald must not slow every
            // log call down, only the first one.
            var error = JournalMessage.Send(_socket.SafeHandle, _address, data, file, wait: !_stalled);
            if (error == Libc.Interrupted && ++interruptions <= MaximumInterruptions)
            {
                continue;
            }

            _stalled = error == Libc.TryAgain;
            return error;
        }
    }

    private static JournalSendResult.Failed Failed(int error) => new(Describe(error));

    private static string Describe(int error) =>
        error == Libc.TryAgain ? "journald does not read its socket" : Marshal.GetPInvokeErrorMessage(error);
}
