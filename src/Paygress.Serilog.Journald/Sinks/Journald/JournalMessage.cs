using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Serilog.Sinks.Journald;

/// <summary>One message to a datagram socket, with or without a file descriptor: what <see cref="Socket"/> can't send.</summary>
internal static unsafe class JournalMessage
{
    /// <summary>Sends the data, or the descriptor alone, and returns 0 or the error number.</summary>
    public static int Send(SafeSocketHandle socket, SocketAddress address, ReadOnlySpan<byte> data, SafeHandle? file, bool wait)
    {
        fixed (byte* name = address.Buffer.Span)
        fixed (byte* bytes = data)
        {
            var vector = new Libc.IoVector { Base = bytes, Length = (nuint)data.Length };
            var header = new Libc.MessageHeader { Name = name, NameLength = (uint)address.Size };
            if (file is null)
            {
                header.Vectors = &vector;
                header.VectorCount = 1;
                return Send(socket, &header, wait);
            }

            return SendFile(socket, &header, file, wait);
        }
    }

    // Journald takes a descriptor only from a message without data.
    private static int SendFile(SafeSocketHandle socket, Libc.MessageHeader* header, SafeHandle file, bool wait)
    {
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            var rights = new Libc.RightsMessage
            {
                Length = (nuint)Marshal.OffsetOf<Libc.RightsMessage>(nameof(Libc.RightsMessage.Descriptor)) + sizeof(int),
                Level = Libc.SocketLevel,
                Type = Libc.Rights,
                Descriptor = (int)file.DangerousGetHandle(),
            };
            header->Control = &rights;
            header->ControlLength = (nuint)sizeof(Libc.RightsMessage);
            return Send(socket, header, wait);
        }
        finally
        {
            if (held)
            {
                file.DangerousRelease();
            }
        }
    }

    private static int Send(SafeSocketHandle socket, Libc.MessageHeader* header, bool wait)
    {
        var flags = Libc.NoSignal | (wait ? 0 : Libc.DontWait);
        return Libc.SendMessage(socket, header, flags) < 0 ? Marshal.GetLastPInvokeError() : 0;
    }
}
