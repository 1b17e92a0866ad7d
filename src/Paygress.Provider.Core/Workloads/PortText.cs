using System.Globalization;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Workloads;

/// <summary>A port as it is written in configuration and on the command line: <c>80</c>, <c>80/tcp</c>, <c>80/tcp label</c>.</summary>
public static class PortText
{
    public static WorkloadPort Parse(string text) =>
        TryParse(text, out var port) ? port : throw new FormatException($"'{text}' is not a port");

    public static bool TryParse(string text, out WorkloadPort port)
    {
        var parts = text.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var number = parts.Length > 0 ? parts[0].Split('/') : [];
        var isUdp = number is [_, "udp"];
        var ok = number is [_] or [_, "tcp" or "udp"];
        var value = 0;
        ok = ok && !text.Contains('\0', StringComparison.Ordinal) && int.TryParse(number[0], NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is >= 1 and <= 65535;
        port = new WorkloadPort(value, isUdp ? PortProtocol.Udp : PortProtocol.Tcp, parts.Length > 1 ? parts[1] : null);
        return ok;
    }
}
