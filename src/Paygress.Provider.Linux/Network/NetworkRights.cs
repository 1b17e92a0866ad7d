using System.Globalization;
using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.Linux.Network;

/// <summary>Whether this process may change the machine's network.</summary>
public static class NetworkRights
{
    private const string Field = "CapEff:";

    // CAP_NET_ADMIN of capabilities(7).
    private const int NetAdmin = 12;

    /// <summary>True when it has the capability.</summary>
    public static bool AreOurs => IsIn(new ProcFileSystem().TryRead("self/status"));

    internal static bool IsIn(string? status) =>
        status?.Split('\n').FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal)) is { } line
        && ulong.TryParse(line[Field.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var set)
        && (set >> NetAdmin & 1) == 1;
}
