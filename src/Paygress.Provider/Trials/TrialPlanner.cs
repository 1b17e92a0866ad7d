using System.Collections.Immutable;
using System.Net;
using Paygress.Provider.Core.Trials;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.Network;

namespace Paygress.Provider.Trials;

/// <summary>Works out from the settings whom a canary must not reach. Pure.</summary>
internal static class TrialPlanner
{
    // Cloud metadata, and an address of each private range at which hardly anybody is. Whatever is not refused here is not tried.
    private static readonly ImmutableArray<string> Forbidden = ["169.254.169.254", "10.255.255.253", "172.31.255.253", "192.168.255.253", "100.127.255.253"];

    public static TrialPlan Plan(DockerOptions docker, NetworkOptions network)
    {
        if (network.Isolation is IsolationMode.Off)
        {
            return new TrialPlan(docker.PidsLimit, LogBytes(docker), [], Machine: null);
        }

        var (refused, own) = (network.Refused.Select(r => IPNetwork.Parse(r)).ToArray(), IPNetwork.Parse(docker.Subnet)); // checked before
        return new TrialPlan(
            docker.PidsLimit,
            LogBytes(docker),
            [.. Forbidden.Where(a => IPAddress.Parse(a) is var address && refused.Any(r => r.Contains(address)) && !own.Contains(address))],
            FirstOf(own));
    }

    private static long LogBytes(DockerOptions docker) => (long)docker.LogMaxSizeMb * docker.LogMaxFiles << 20;

    // Docker gives it to the bridge.
    private static string FirstOf(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        bytes[^1]++;
        return new IPAddress(bytes).ToString();
    }
}
