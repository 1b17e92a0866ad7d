using System.Globalization;
using System.Text.Json.Serialization;

namespace Paygress.Provider.Linux.Network;

/// <summary>One rule of routing, as <c>ip -N -j rule show</c> tells it.</summary>
internal sealed record RouteRule
{
    public int Priority { get; init; }

    public string? Iif { get; init; }

    /// <summary>The one address that it is about; all when none.</summary>
    public string? Dst { get; init; }

    public string? Fwmark { get; init; }

    public string? Fwmask { get; init; }

    /// <summary>The number of the protocol that it is about, which some versions of ip put a word before; all when none.</summary>
    [JsonPropertyName("ipproto")]
    public string? Protocol
    {
        get;
        init => field = value?.Replace("ipproto-", "", StringComparison.Ordinal);
    }

    [JsonPropertyName("dport")]
    public int? Port { get; init; }

    public string? Table { get; init; }

    /// <summary>The rule in the words of <c>ip rule add</c> or <c>del</c>.</summary>
    public string ToWords() => string.Join(' ', Words());

    private IEnumerable<string> Words()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"pref {Priority} iif {Iif}");
        if (Dst is not null)
        {
            yield return $"to {Dst}";
        }

        if (Fwmark is not null)
        {
            yield return $"fwmark {Fwmark}/{Fwmask ?? Fwmark}";
        }

        if (Protocol is not null)
        {
            yield return $"ipproto {Protocol}";
        }

        if (Port is { } port)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"dport {port}");
        }

        yield return $"lookup {Table}";
    }
}
