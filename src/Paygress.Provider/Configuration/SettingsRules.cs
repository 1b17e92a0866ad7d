using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Configuration;

/// <summary>The rules between settings, which no single value can break.</summary>
internal static partial class SettingsRules
{
    // sun_path of struct sockaddr_un has 108 bytes, with a NUL at the end.
    private const int LongestSocketPath = 107;

    // The network's own, the gateway's and the broadcast.
    private const int TakenAddresses = 3;

    /// <summary>Every rule that is broken.</summary>
    public static ImmutableArray<ConfigurationFault> Check(ProviderSettings settings) =>
    [
        .. CheckRanges(settings), .. CheckDocker(settings), .. CheckSocket(settings), .. CheckTiers(settings),
        .. settings.Templates.SelectMany(t => CheckTemplate(t.Key, t.Value, settings)),
    ];

    private static IEnumerable<ConfigurationFault> CheckRanges(ProviderSettings s) => When(
        (s.Provider.VmidRangeStart > s.Provider.VmidRangeEnd, "Provider:VmidRangeEnd", "is below Provider:VmidRangeStart"),
        (s.Provider.VmidRangeEnd >= s.Provider.VmidRangeStart && s.Provider.VmidRangeEnd - s.Provider.VmidRangeStart + 1 < s.Capacity.MaxLeases, "Provider:VmidRangeEnd", $"leaves fewer vmids than Capacity:MaxLeases ({s.Capacity.MaxLeases})"),
        (s.Ports.RangeStart > s.Ports.RangeEnd, "Ports:RangeEnd", "is below Ports:RangeStart"),
        (s.Leases.MinimumDuration > s.Leases.MaximumDuration, "Leases:MaximumDuration", "is below Leases:MinimumDuration"),
        (s.Provider.DataDirectory == s.Provider.RuntimeDirectory, "Provider:RuntimeDirectory", "must differ from Provider:DataDirectory: one survives a reboot, the other must not"));

    private static IEnumerable<ConfigurationFault> CheckDocker(ProviderSettings s) => When(
        (s.Docker.Program.Length == 0, "Docker:Program", "must name the docker client"),
        (!NetworkName().IsMatch(s.Docker.Network), "Docker:Network", "must be letters, digits, dots, dashes and underscores"),
        (!BridgeName().IsMatch(s.Docker.Bridge), "Docker:Bridge", "must be 1 to 15 letters, digits, dots, dashes and underscores"),
        (!IsSubnet(s.Docker.Subnet), "Docker:Subnet", "must be an IPv4 network such as 10.213.0.0/20, with a prefix from 8 to 28 and no bits beyond it"),
        (IsSubnet(s.Docker.Subnet) && Addresses(s.Docker.Subnet) < s.Capacity.MaxLeases, "Docker:Subnet", $"leaves fewer addresses than Capacity:MaxLeases ({s.Capacity.MaxLeases})"),
        (!IPAddress.TryParse(s.Docker.BindAddress, out var bind) || bind.ToString() != s.Docker.BindAddress, "Docker:BindAddress", "must be an address of this machine in its usual form, such as 192.0.2.1 or 2001:db8::1, or 0.0.0.0"),
        (!s.Docker.Dns.All(IsIpv4), "Docker:Dns", "must each be an IPv4 address such as 9.9.9.9"),
        (!s.Network.Refused.All(IsIpv4Range), "Network:Refused", "must each be an IPv4 network such as 10.0.0.0/8, without bits beyond its prefix"));

    // These words become rules: nothing but the one way to write an address.
    private static bool IsIpv4(string text) => IPAddress.TryParse(text, out var address) && address.AddressFamily is AddressFamily.InterNetwork && address.ToString() == text;

    private static bool IsIpv4Range(string text) => IPNetwork.TryParse(text, out var range) && range.BaseAddress.AddressFamily is AddressFamily.InterNetwork && range.ToString() == text;

    private static bool IsSubnet(string text) => IsIpv4Range(text) && IPNetwork.Parse(text).PrefixLength is >= 8 and <= 28;

    private static int Addresses(string subnet) => (1 << (32 - IPNetwork.Parse(subnet).PrefixLength)) - TakenAddresses;

    private static IEnumerable<ConfigurationFault> CheckSocket(ProviderSettings s) => When(
        (s.Api.Socket.Length > 0 && !Path.IsPathRooted(s.Api.Socket), "Api:Socket", "must be an absolute path, or empty"),
        (Encoding.UTF8.GetByteCount(s.SocketPath) > LongestSocketPath, s.Api.Socket.Length > 0 ? "Api:Socket" : "Provider:RuntimeDirectory", $"makes the path of the socket longer than {LongestSocketPath} bytes, which the kernel does not take"));

    private static IEnumerable<ConfigurationFault> CheckTiers(ProviderSettings s)
    {
        if (s.Tiers.Count == 0)
        {
            yield return Fault("Tiers", "must have at least one tier");
        }

        foreach (var (id, tier) in s.Tiers)
        {
            var missing = tier.CpuMillicores == 0 ? "CpuMillicores" : tier.MemoryMb == 0 ? "MemoryMb" : tier.StorageGb == 0 ? "StorageGb" : null;
            foreach (var fault in When((!Slug().IsMatch(id), $"Tiers:{id}", "must be named by small letters, digits and dashes"), (missing is not null, $"Tiers:{id}:{missing}", "must be given")))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<ConfigurationFault> CheckTemplate(string slug, TemplateOptions t, ProviderSettings s)
    {
        var key = $"Templates:{slug}";
        return When(
            (!Slug().IsMatch(slug), key, "must be named by small letters, digits and dashes"),
            (!ImageReference.IsValid(t.Image), $"{key}:Image", "must be the name of an image"),
            (!t.Ports.All(p => PortText.TryParse(p, out _)), $"{key}:Ports", "must each be as 80/tcp, or 80/tcp label"),
            (!string.IsNullOrEmpty(t.DataPath) && !DataPathRule.IsValid(t.DataPath), $"{key}:DataPath", "must be an absolute path below a directory of the image"),
            (!t.RequiredEnv.All(EnvRules.IsName), $"{key}:RequiredEnv", "must be names of letters, digits and underscores"),
            (!t.Capabilities.All(c => Capability().IsMatch(c)), $"{key}:Capabilities", "must each be as NET_BIND_SERVICE"),
            (!t.Ulimits.All(u => Ulimit().IsMatch(u)), $"{key}:Ulimits", "must each be as nofile=1024:2048"),
            (s.ToTiers().All(tier => !tier.Meets(new TierMinimum(t.MinimumCpuMillicores, t.MinimumMemoryMb, t.MinimumStorageGb))), key, "needs more than the largest tier has"))
            .Concat(t.Env.Select(e => (Name: e.Key, Fault: EnvRules.FindFault(e.Key, e.Value))).Where(e => e.Fault is not null).Select(e => Fault($"{key}:Env:{e.Name}", e.Fault!))); // those without are left out before
    }

    private static IEnumerable<Tier> ToTiers(this ProviderSettings s) => s.Tiers.Select(t => t.Value.ToTier(t.Key));

    private static IEnumerable<ConfigurationFault> When(params (bool Broken, string Key, string Problem)[] rules) =>
        rules.Where(r => r.Broken).Select(r => Fault(r.Key, r.Problem));

    private static ConfigurationFault Fault(string key, string problem) => new("configuration", key, null, problem);

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}\z")]
    private static partial Regex NetworkName();

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9_.-]{0,14}\z")]
    private static partial Regex BridgeName();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,62}\z")]
    private static partial Regex Slug();

    [GeneratedRegex(@"\A[A-Z_]{1,40}\z")]
    private static partial Regex Capability();

    [GeneratedRegex(@"\A[a-z]{1,20}=[0-9]{1,12}(:[0-9]{1,12})?\z")]
    private static partial Regex Ulimit();
}
