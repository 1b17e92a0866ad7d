using System.Globalization;

namespace Paygress.Provider.Linux.Node;

/// <summary>The tables <c>/proc/net/tcp</c>, <c>tcp6</c>, <c>udp</c> and <c>udp6</c>.</summary>
internal static class SocketTable
{
    private const int LocalAddressField = 1;
    private const int StateField = 3;
    private const string Listening = "0A";

    /// <summary>
    /// The local ports that can not be bound again: of TCP the listening ones, of UDP all. Lines that are not
    /// understood are left out.
    /// </summary>
    public static IEnumerable<LocalPort> Parse(string text, TransportProtocol protocol)
    {
        // The first line has the names of the columns.
        foreach (var line in text.Split('\n').Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > StateField
                && (protocol == TransportProtocol.Udp || fields[StateField] == Listening)
                && PortOf(fields[LocalAddressField]) is { } port)
            {
                yield return new LocalPort(port, protocol);
            }
        }
    }

    private static int? PortOf(string address)
    {
        var port = address.AsSpan(address.LastIndexOf(':') + 1);
        return ushort.TryParse(port, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            && number != 0
            && port.Length < address.Length
            ? number
            : null;
    }
}
